using Microsoft.Extensions.Logging;

namespace Argus.Postgres.Embedded;

/// <summary>What an earlier node left behind. Only the holder of the node lock may ask: whatever serves the directory then has no node any more.</summary>
internal static class Predecessor
{
    private static readonly (int Signal, TimeSpan Patience)[] Steps =
    [
        (PosixCalls.Interrupt, TimeSpan.FromSeconds(10)),
        // PostgreSQL itself kills children that do not react for 5 s; that must come before we kill it.
        (PosixCalls.Quit, TimeSpan.FromSeconds(8)),
        (PosixCalls.Kill, TimeSpan.FromSeconds(5)),
    ];

    internal static async Task ClearAsync(ServerPlace place, ILogger logger, CancellationToken cancellation)
    {
        if (PostmasterFile.Read(place.PostmasterFile) is not { } left)
            return;

        if (await left.IsServedAsync(place, cancellation).ConfigureAwait(false))
        {
            EmbeddedLog.StoppingOrphan(logger, left.ProcessId);
            await StopAsync(left, place, Steps, logger, cancellation).ConfigureAwait(false);
        }
        else if (PosixCalls.Signal(left.ProcessId, 0))
        {
            // The number now belongs to something else, and PostgreSQL would refuse to start because of it. A number that is nobody's it handles itself.
            EmbeddedLog.RemovingStale(logger, place.PostmasterFile, left.ProcessId);
            File.Delete(place.PostmasterFile);
        }
    }

    /// <summary>Signals of growing force until the server is gone. False when it outlived them all.</summary>
    internal static async Task<bool> StopAsync(
        PostmasterFile server, ServerPlace place, IEnumerable<(int Signal, TimeSpan Patience)> steps, ILogger logger, CancellationToken cancellation)
    {
        foreach (var (signal, patience) in steps)
        {
            if (signal != PosixCalls.Interrupt)
                EmbeddedLog.StopForced(logger, server.ProcessId, signal);
            var since = TimeProvider.System.GetTimestamp();
            do
            {
                if (!await server.IsServedAsync(place, cancellation).ConfigureAwait(false))
                    return true;
                // Repeated, because a server that is just starting does not listen yet.
                PosixCalls.Signal(server.ProcessId, signal);
                await Task.Delay(20, cancellation).ConfigureAwait(false);
            } while (TimeProvider.System.GetElapsedTime(since) < patience);
        }

        return false;
    }
}
