using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Argus.Postgres.Embedded;

/// <summary>Where the server's files are.</summary>
/// <param name="DataDirectory">The node's.</param>
/// <param name="Root">The server's own directory, mode 0700, owned by the server's user: the cluster, and the socket where it fits.</param>
internal sealed record ServerPlace(string DataDirectory, string Root)
{
    /// <summary>For data directories that the server's user cannot get to.</summary>
    internal const string OutsideParent = "/var/lib/argus";

    internal string Cluster => Path.Combine(Root, "data");
    internal string PostmasterFile => Path.Combine(Cluster, "postmaster.pid");

    /// <summary>Names the temporary directory of the socket where there is one, so that it can be cleared after any death.</summary>
    internal string SocketRecord => Path.Combine(DataDirectory, "postgres.socket");

    internal string LogFile => Path.Combine(DataDirectory, "postgres.log");

    /// <summary>The folder beside the data when that is not in the data directory; it needs a lock of its own.</summary>
    internal string? Outside => Path.GetDirectoryName(Root) is { } parent && Path.GetDirectoryName(parent) == OutsideParent ? parent : null;

    /// <summary>Version of the server that made the data; null when there is none yet.</summary>
    internal int? Major => File.Exists(VersionFile) && int.TryParse(File.ReadAllText(VersionFile).Trim(), out var major) ? major : null;

    private string VersionFile => Path.Combine(Cluster, "PG_VERSION");

    /// <summary>Null when nothing was made yet.</summary>
    internal static ServerPlace? Existing(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, "postgres");
        var link = new FileInfo(path).LinkTarget;
        if (link is null)
            return Directory.Exists(path) ? new ServerPlace(dataDirectory, path) : null;

        var target = Directory.ResolveLinkTarget(path, returnFinalTarget: true);
        // An empty database in place of a lost one would look like a healthy start.
        return target is { Exists: true }
            ? new ServerPlace(dataDirectory, target.FullName)
            : throw new PrivatePostgresException($"{path} points to {link}, which is gone: restore it, or delete {path} to begin with an empty database");
    }

    internal static async Task<ServerPlace> MakeAsync(string dataDirectory, ServerAccount account, ILogger logger, CancellationToken cancellation)
    {
        var path = Path.Combine(dataDirectory, "postgres");
        if (await account.CanEnterAsync(dataDirectory, cancellation).ConfigureAwait(false))
        {
            MakeRoot(path, account);
            return new ServerPlace(dataDirectory, path);
        }

        // A random name, known only by the link in the data directory: who deletes the data directory gets a new database, not a stale one.
        var outside = Path.Combine(OutsideParent, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        foreach (var folder in new[] { OutsideParent, outside })
        {
            Directory.CreateDirectory(folder);
            PosixCalls.LetOthersEnter(folder);
        }

        await File.WriteAllTextAsync(Path.Combine(outside, "data-directory"), dataDirectory + "\n", cancellation).ConfigureAwait(false);

        var place = new ServerPlace(dataDirectory, Path.Combine(outside, "postgres"));
        MakeRoot(place.Root, account);
        File.CreateSymbolicLink(path, place.Root);
        EmbeddedLog.PlacedOutside(logger, place.Root, account.Name, dataDirectory);
        return place;
    }

    private static void MakeRoot(string path, ServerAccount account)
    {
        PosixCalls.MakePrivateDirectory(path);
        account.MakeOwnerOf(path);
    }
}
