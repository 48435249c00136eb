using Microsoft.Extensions.Logging;

namespace Argus.Postgres.Embedded;

/// <summary>One life of the server process.</summary>
internal sealed class ServerRun
{
    private static readonly TimeSpan FastStop = TimeSpan.FromSeconds(5);

    // Fast shutdown was asked for already; the node has promised to be gone within 10 s.
    private static readonly (int Signal, TimeSpan Patience)[] Harder =
    [
        (PosixCalls.Quit, TimeSpan.FromSeconds(1.5)),
        (PosixCalls.Kill, TimeSpan.FromSeconds(1)),
    ];

    private readonly ServerPlan _plan;
    private readonly Supervised _supervised;

    private ServerRun(ServerPlan plan, Supervised supervised)
    {
        _plan = plan;
        _supervised = supervised;
    }

    /// <summary>Of the postmaster; 0 until it is ready.</summary>
    internal int ProcessId { get; private set; }

    internal Task Ended => _supervised.Ended;

    internal static ServerRun Launch(ServerPlan plan)
    {
        plan.Socket.Prepare(plan.Place, plan.Account);
        plan.Log.Rotate();
        plan.Log.Mark();
        var command = ServerSettings.Command(plan.Binaries, plan.Place, plan.Socket);
        return new ServerRun(plan, Supervised.Start(plan.Account, plan.Log.Path, "INT", plan.Socket.Directory, command));
    }

    /// <summary>True when a connection succeeded, false when the server ended before.</summary>
    internal async Task<bool> BecomesReadyAsync(CancellationToken cancellation)
    {
        while (!Ended.IsCompleted)
        {
            // Its own word first: connecting too early only fills the log.
            if (
                PostmasterFile.Read(_plan.Place.PostmasterFile) is { SaysReady: true } file
                && await file.IsServedAsync(_plan.Place, cancellation).ConfigureAwait(false)
                && await ServerDatabase.AnswersAsync(_plan.Socket.Directory, cancellation).ConfigureAwait(false)
            )
            {
                ProcessId = file.ProcessId;
                return true;
            }

            await Task.Delay(10, cancellation).ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>Fast shutdown, then harder; bounded by 8 s. Afterwards neither process nor socket is left.</summary>
    internal async Task StopAsync(ILogger logger)
    {
        _supervised.AskToStop();
        if (!await EndsWithinAsync(FastStop).ConfigureAwait(false))
        {
            if (PostmasterFile.Read(_plan.Place.PostmasterFile) is { } file)
                await Predecessor.StopAsync(file, _plan.Place, Harder, logger, CancellationToken.None).ConfigureAwait(false);
            if (!await EndsWithinAsync(TimeSpan.FromSeconds(0.5)).ConfigureAwait(false))
                _supervised.Abandon();
        }

        _plan.Socket.Clear(_plan.Place);
    }

    private async Task<bool> EndsWithinAsync(TimeSpan patience)
    {
        await Ended.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Ended.IsCompleted;
    }
}
