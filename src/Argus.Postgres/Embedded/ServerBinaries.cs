using System.Globalization;

namespace Argus.Postgres.Embedded;

/// <summary>The folder of one installation, with both initdb and postgres in it.</summary>
internal sealed record ServerBinaries(string Folder)
{
    private const string HowToInstall =
        "install it (Debian, Ubuntu: apt install postgresql; Fedora, RHEL: dnf install postgresql-server; Alpine: apk add postgresql; "
        + "macOS: brew install postgresql) or set ConnectionStrings:Argus to a server of your own";

    private static readonly string[] Both = ["postgres", "initdb"];

    internal string Initdb => Path.Combine(Folder, "initdb");
    internal string Postgres => Path.Combine(Folder, "postgres");

    /// <summary>PATH first, then where packages put them, the highest version first.</summary>
    internal static IEnumerable<string> UsualFolders() =>
        Programs.PathFolders()
            .Concat(Versions("/usr/lib/postgresql", "*", "bin"))
            .Append("/usr/local/pgsql/bin")
            .Concat(Versions("/usr", "pgsql-*", "bin"))
            .Concat(Versions("/opt/homebrew/opt", "postgresql*", "bin"))
            .Concat(Versions("/usr/local/opt", "postgresql*", "bin"));

    /// <summary>The first of the folders; where data exists, the first of the version that made it, since no other can read it.</summary>
    internal static async Task<ServerBinaries> FindAsync(IEnumerable<string> folders, int? major, CancellationToken cancellation)
    {
        var found = folders.SelectMany(Installations).Distinct().ToList();
        if (found.Count == 0)
            throw new PrivatePostgresException($"No PostgreSQL server (initdb and postgres) was found on this machine: {HowToInstall}");
        if (major is null)
            return found[0];

        foreach (var installation in found)
            if (await installation.MajorAsync(cancellation).ConfigureAwait(false) == major)
                return installation;

        throw new PrivatePostgresException(
            $"The data was made by PostgreSQL {major}, and only {string.Join(", ", found.Select(each => each.Folder))} was found: install PostgreSQL {major}");
    }

    // A folder on PATH often holds links to one installation: the link's target says where the rest of it is.
    private static IEnumerable<ServerBinaries> Installations(string folder) =>
        from name in Both
        let path = Path.Combine(folder, name)
        where File.Exists(path)
        let home = Path.GetDirectoryName(Programs.Resolved(path))
        where home is not null && Both.All(each => File.Exists(Path.Combine(home, each)))
        select new ServerBinaries(home);

    private async Task<int?> MajorAsync(CancellationToken cancellation)
    {
        var (code, output) = await Programs.RunAsync([Postgres, "--version"], cancellation).ConfigureAwait(false);
        return code == 0 ? FirstNumber(output) : null;
    }

    private static IEnumerable<string> Versions(string parent, string pattern, string below) =>
        Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, pattern)
                .OrderByDescending(path => FirstNumber(Path.GetFileName(path)) ?? 0)
                .Select(path => Path.Combine(path, below))
            : [];

    private static int? FirstNumber(string text)
    {
        var digits = string.Concat(text.SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(char.IsAsciiDigit));
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
