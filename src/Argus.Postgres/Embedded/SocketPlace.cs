using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Argus.Postgres.Embedded;

/// <summary>The directory of the Unix socket. Only the server's user may enter it, which is the whole access control of the server.</summary>
internal sealed record SocketPlace(string Directory, bool IsTemporary)
{
    internal const int Port = 5432;
    // These mean something in lists of socket directories (PostgreSQL) or of hosts (Npgsql).
    private static readonly SearchValues<char> Unsuited = SearchValues.Create(",:\"\\@\r\n");

    private const string Prefix = "argus-";
    private const string FileName = ".s.PGSQL.5432";

    // sun_path holds 107 bytes on Linux and 103 on macOS.
    private const int LongestDirectory = 103 - 14;

    internal static async Task<SocketPlace> ChooseAsync(ServerPlace place, ServerAccount account, CancellationToken cancellation)
    {
        if (Fits(place.Root))
            return new SocketPlace(place.Root, IsTemporary: false);

        foreach (var folder in new[] { Path.GetTempPath(), "/tmp", "/var/tmp" })
        {
            var chosen = Path.Combine(folder, $"{Prefix}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
            if (Fits(chosen) && System.IO.Directory.Exists(folder) && await account.CanEnterAsync(folder, cancellation).ConfigureAwait(false))
                return new SocketPlace(chosen, IsTemporary: true);
        }

        throw new PrivatePostgresException($"Neither {place.Root} nor a temporary folder can hold a Unix socket: use a shorter Argus:DataDirectory");
    }

    /// <summary>Removes what a killed server left, and makes the directory where it is a temporary one. Only for the holder of the node lock.</summary>
    internal void Prepare(ServerPlace place, ServerAccount account)
    {
        // A node killed in the middle of writing leaves a shorter path: that must not be taken for ours.
        var left = File.Exists(place.SocketRecord) ? File.ReadAllText(place.SocketRecord) : "";
        if (Path.GetFileName(left).StartsWith(Prefix, StringComparison.Ordinal))
            new SocketPlace(left, IsTemporary: true).Clear(place);
        Clear(place);
        if (!IsTemporary)
            return;
        File.WriteAllText(place.SocketRecord, Directory);
        PosixCalls.MakePrivateDirectory(Directory);
        account.MakeOwnerOf(Directory);
    }

    /// <summary>Nobody may serve here any more when this is called.</summary>
    internal void Clear(ServerPlace place)
    {
        if (System.IO.Directory.Exists(Directory))
        {
            File.Delete(Path.Combine(Directory, FileName));
            File.Delete(Path.Combine(Directory, FileName + ".lock"));
            if (IsTemporary && !System.IO.Directory.EnumerateFileSystemEntries(Directory).Any())
                System.IO.Directory.Delete(Directory);
        }

        File.Delete(place.SocketRecord);
    }

    private static bool Fits(string directory) =>
        Encoding.UTF8.GetByteCount(directory) <= LongestDirectory && !directory.AsSpan().ContainsAny(Unsuited);
}
