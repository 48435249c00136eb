using System.Security.Cryptography;

namespace Argus.Postgres.Embedded;

/// <summary>initdb, all or nothing: made beside its place and renamed when it is whole and on disk.</summary>
internal static class ClusterMaker
{
    private const string Unfinished = "data.new-";

    internal static async Task MakeAsync(
        ServerBinaries binaries, ServerPlace place, ServerAccount account, ServerLogFile log, CancellationToken cancellation)
    {
        // A node that was killed right after it made the directory may not have given it away yet.
        account.MakeOwnerOf(place.Root);
        RemoveUnfinished(place);

        var unfinished = Path.Combine(place.Root, Unfinished + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)));
        log.Mark();
        var initdb = Supervised.Start(account, log.Path, "TERM", "", ServerSettings.Initdb(binaries, unfinished));
        try
        {
            var code = await initdb.Ended.WaitAsync(cancellation).ConfigureAwait(false);
            if (code != 0)
                throw new PrivatePostgresException($"initdb failed in {place.Root}: {log.Tail()}");
        }
        catch (OperationCanceledException)
        {
            initdb.AskToStop();
            await ((Task)initdb.Ended).WaitAsync(TimeSpan.FromSeconds(2), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        Directory.Move(unfinished, place.Cluster);
        PosixCalls.SyncDirectory(place.Root);
    }

    private static void RemoveUnfinished(ServerPlace place)
    {
        foreach (var left in Directory.EnumerateDirectories(place.Root, Unfinished + "*"))
            try
            {
                Directory.Delete(left, recursive: true);
            }
            catch (IOException)
            {
                // The initdb of a node killed a moment ago is still writing there, or removing it. It is out of our way; the next start looks again.
            }
    }
}
