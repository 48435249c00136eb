using System.ComponentModel;
using Microsoft.Extensions.Logging;

namespace Argus.Postgres.Embedded;

/// <summary>
/// A PostgreSQL server of this node's own, made from the machine's server binaries. It lives exactly as long as the node, however the node ends;
/// while the node lives it is started again whenever it ends by itself.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private readonly PrivatePostgresOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private NodeLock? _right;
    private ServerKeeper? _keeper;
    private Followed? _followed;
    private bool _disposed;
    private Task _succession = Task.CompletedTask;

    private PrivatePostgres(PrivatePostgresOptions options, ILogger logger)
    {
        _options = options;
        _logger = logger;
    }

    /// <summary>Superuser <c>argus</c>, database <c>argus</c>, over the Unix socket. Stays the same for the life of this object.</summary>
    public string ConnectionString => _followed?.ConnectionString ?? _keeper!.ConnectionString;

    /// <summary>Of the postmaster, also when another node owns it. Changes when the server is started again.</summary>
    public int ProcessId => _keeper?.ProcessId ?? _followed!.ProcessId;

    /// <summary>False: another live node owns the server and we only connect. Becomes true when that node is gone and this one has taken over.</summary>
    public bool Owned => _keeper is not null;

    /// <summary>Starts, reuses or recovers the server under <c>{dataDirectory}/postgres</c>; bounded by 60 s.</summary>
    /// <exception cref="PrivatePostgresException">It cannot be had; the message is one line that says why.</exception>
    public static Task<PrivatePostgres> StartAsync(string dataDirectory, ILogger logger, CancellationToken cancellation = default) =>
        StartAsync(new PrivatePostgresOptions(Path.GetFullPath(dataDirectory)), logger, cancellation);

    internal static async Task<PrivatePostgres> StartAsync(PrivatePostgresOptions options, ILogger logger, CancellationToken cancellation = default)
    {
        if (OperatingSystem.IsWindows())
            throw new PrivatePostgresException("The private PostgreSQL needs Linux or macOS: set ConnectionStrings:Argus to a server of your own");

        var postgres = new PrivatePostgres(options, logger);
        try
        {
            Directory.CreateDirectory(options.DataDirectory);
            await postgres.OwnOrFollowAsync(cancellation).ConfigureAwait(false);
            return postgres;
        }
        catch (Exception e)
        {
            await postgres.StopAsync().ConfigureAwait(false);
            if (e is IOException or UnauthorizedAccessException or Win32Exception)
                throw new PrivatePostgresException($"The private PostgreSQL in {options.DataDirectory} cannot be used: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Fast shutdown of an owned server, bounded by 8 s; a server of another node goes on.</summary>
    public async Task StopAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _succession.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            if (_keeper is not null)
                await _keeper.StopAsync().ConfigureAwait(false);
        }
        finally
        {
            _right?.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await StopAsync().ConfigureAwait(false);
        _keeper?.Dispose();
        _ending.Dispose();
    }

    /// <summary>Stops an owned server and keeps it stopped: PostgreSQL is away while the node lives on.</summary>
    internal Task PauseAsync() => _keeper!.StopAsync();

    /// <summary>Starts it again, on the same socket.</summary>
    internal Task ResumeAsync() => _keeper!.StartAsync(CancellationToken.None);

    private async Task OwnOrFollowAsync(CancellationToken cancellation)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await TryOwnAsync(null, cancellation).ConfigureAwait(false))
        {
            if (await Followed.TryAsync(_options.DataDirectory, cancellation).ConfigureAwait(false) is { } followed)
            {
                EmbeddedLog.Following(_logger, followed.ProcessId, _options.DataDirectory);
                _followed = followed;
                _succession = SucceedAsync(followed, _ending.Token);
                return;
            }

            if (TimeProvider.System.GetElapsedTime(since) > _options.FollowTimeout)
                throw new PrivatePostgresException(
                    $"Another node holds {_options.DataDirectory}, and its PostgreSQL did not answer within {_options.FollowTimeout.TotalSeconds:0} s");
            await Task.Delay(20, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryOwnAsync(SocketPlace? socket, CancellationToken cancellation)
    {
        var right = NodeLock.TryTake(_options.DataDirectory);
        if (right is null)
            return false;
        try
        {
            if (await ServerPlan.MakeAsync(_options, right, socket, _logger, cancellation).ConfigureAwait(false) is not { } plan)
                return false;
            var keeper = new ServerKeeper(plan, _options.StartTimeout, _logger);
            await keeper.StartAsync(cancellation).ConfigureAwait(false);
            (_keeper, _right, right) = (keeper, right, null);
            return true;
        }
        finally
        {
            right?.Dispose();
        }
    }

    // The other node's server ends with that node. Someone has to run it for those that are left.
    private async Task SucceedAsync(Followed followed, CancellationToken cancellation)
    {
        while (true)
            try
            {
                await Task.Delay(250, cancellation).ConfigureAwait(false);
                if (await TryOwnAsync(followed.Socket, cancellation).ConfigureAwait(false))
                {
                    EmbeddedLog.TookOver(_logger, _options.DataDirectory);
                    return;
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                EmbeddedLog.TakeOverFailed(_logger, e);
                await Task.Delay(TimeSpan.FromSeconds(5), cancellation).ConfigureAwait(false);
            }
    }
}
