using Microsoft.Extensions.Logging;

namespace Argus.Postgres.Embedded;

/// <summary>Everything decided about the server before it runs.</summary>
internal sealed record ServerPlan(ServerBinaries Binaries, ServerPlace Place, ServerAccount Account, SocketPlace Socket, ServerLogFile Log)
{
    /// <summary>
    /// Decides, and makes the cluster where there is none; the caller holds the lock of the data directory, and may name the socket of a server to succeed.
    /// Null when another live node owns data that lies outside the data directory.
    /// </summary>
    internal static async Task<ServerPlan?> MakeAsync(
        PrivatePostgresOptions options, NodeLock right, SocketPlace? socket, ILogger logger, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(options.StartTimeout);
        try
        {
            return await MakeBoundedAsync(options, right, socket, logger, bound.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PrivatePostgresException(
                $"The private PostgreSQL in {options.DataDirectory} could not be made within {options.StartTimeout.TotalSeconds:0} s");
        }
    }

    private static async Task<ServerPlan?> MakeBoundedAsync(
        PrivatePostgresOptions options, NodeLock right, SocketPlace? socket, ILogger logger, CancellationToken cancellation)
    {
        var place = ServerPlace.Existing(options.DataDirectory);
        if (place?.Outside is { } outside && !right.TryAlso(outside))
            return null;

        var binaries = await ServerBinaries.FindAsync(options.BinaryFolders, place?.Major, cancellation).ConfigureAwait(false);
        var account = await ServerAccount.ChooseAsync(place?.Root, cancellation).ConfigureAwait(false);
        if (place is null)
        {
            place = await ServerPlace.MakeAsync(options.DataDirectory, account, logger, cancellation).ConfigureAwait(false);
            if (place.Outside is { } made)
                right.TryAlso(made);
        }

        var log = new ServerLogFile(place.LogFile);
        if (place.Major is null)
        {
            await ClusterMaker.MakeAsync(binaries, place, account, log, cancellation).ConfigureAwait(false);
            EmbeddedLog.Initialised(logger, place.Root, account.Name);
        }

        socket ??= await SocketPlace.ChooseAsync(place, account, cancellation).ConfigureAwait(false);
        return new ServerPlan(binaries, place, account, socket, log);
    }
}
