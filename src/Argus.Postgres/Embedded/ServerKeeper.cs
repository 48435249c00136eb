using Microsoft.Extensions.Logging;

namespace Argus.Postgres.Embedded;

/// <summary>Keeps the server running until it is told to stop.</summary>
internal sealed class ServerKeeper : IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(10);

    private readonly ServerPlan _plan;
    private readonly TimeSpan _startTimeout;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ServerRun? _run;
    private CancellationTokenSource? _watching;
    private Task _watch = Task.CompletedTask;

    internal ServerKeeper(ServerPlan plan, TimeSpan startTimeout, ILogger logger)
    {
        _plan = plan;
        _startTimeout = startTimeout;
        _logger = logger;
    }

    internal int ProcessId => _run?.ProcessId ?? 0;

    internal string ConnectionString => ServerSettings.ConnectionString(_plan.Socket.Directory);

    internal async Task StartAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_watching is not null)
                return;
            _run = await LaunchAsync(cancellation).ConfigureAwait(false);
            _watching = new CancellationTokenSource();
            _watch = WatchAsync(_run, _watching.Token);
        }
        finally
        {
            _turn.Release();
        }
    }

    internal async Task StopAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_watching is null)
                return;
            await _watching.CancelAsync().ConfigureAwait(false);
            await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _watching.Dispose();
            _watching = null;
            await _run!.StopAsync(_logger).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _watching?.Dispose();
        _turn.Dispose();
    }

    private async Task WatchAsync(ServerRun run, CancellationToken cancellation)
    {
        var delay = FirstDelay;
        while (true)
        {
            var since = TimeProvider.System.GetTimestamp();
            await run.Ended.WaitAsync(cancellation).ConfigureAwait(false);
            EmbeddedLog.Died(_logger, _plan.Log.Path);
            if (TimeProvider.System.GetElapsedTime(since) > Healthy)
                delay = FirstDelay;

            for (var started = false; !started; )
            {
                await Task.Delay(delay, cancellation).ConfigureAwait(false);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
                try
                {
                    _run = run = await LaunchAsync(cancellation).ConfigureAwait(false);
                    started = true;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    EmbeddedLog.RestartFailed(_logger, delay, e);
                }
            }
        }
    }

    private async Task<ServerRun> LaunchAsync(CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(_startTimeout);
        try
        {
            while (true)
            {
                await Predecessor.ClearAsync(_plan.Place, _logger, bound.Token).ConfigureAwait(false);
                if (await TryLaunchAsync(bound.Token).ConfigureAwait(false) is { } run)
                    return run;
                if (!PredecessorWasInTheWay())
                    throw new PrivatePostgresException($"The private PostgreSQL in {_plan.Place.Root} did not start: {_plan.Log.Tail()}");
                await Task.Delay(50, bound.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PrivatePostgresException(
                $"The private PostgreSQL in {_plan.Place.Root} did not start within {_startTimeout.TotalSeconds:0} s: {_plan.Log.Tail()}");
        }
    }

    private async Task<ServerRun?> TryLaunchAsync(CancellationToken cancellation)
    {
        var run = ServerRun.Launch(_plan);
        try
        {
            if (!await run.BecomesReadyAsync(cancellation).ConfigureAwait(false))
                return null;
        }
        catch (Exception)
        {
            await run.StopAsync(_logger).ConfigureAwait(false);
            throw;
        }

        EmbeddedLog.Ready(_logger, run.ProcessId, _plan.Binaries.Folder, _plan.Place.Root, _plan.Log.Path);
        return run;
    }

    // PostgreSQL's own guards, against a server just starting (no process id written when we looked) and against backends that outlive a killed postmaster.
    private bool PredecessorWasInTheWay()
    {
        var tail = _plan.Log.Tail();
        return tail.Contains("lock file \"", StringComparison.Ordinal) || tail.Contains("pre-existing shared memory block", StringComparison.Ordinal);
    }
}
