using System.Globalization;

namespace Argus.Postgres.Embedded;

/// <summary>Whom the server runs as: PostgreSQL refuses to run as root, and should not have the node's rights anyway.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Become">What to put before a command so that it runs as this user; empty for the node's own user.</param>
/// <param name="Ids">User and group id; null for the node's own.</param>
internal sealed record ServerAccount(string Name, IReadOnlyList<string> Become, (uint User, uint Group)? Ids)
{
    /// <summary>The owner of the server's directory where there is one already: only its owner can serve it.</summary>
    internal static async Task<ServerAccount> ChooseAsync(string? existing, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
            return new ServerAccount(Environment.UserName, [], null);

        var users = Users().ToList();
        if (existing is not null && await OwnerAsync(existing, cancellation).ConfigureAwait(false) is { } owner && owner.User != 0)
            return Unprivileged(users.Find(user => user.Ids.User == owner.User).Name ?? $"{owner.User}", owner);

        foreach (var name in new[] { "postgres", "nobody" })
            if (users.Find(user => user.Name == name) is { Name: not null } user)
                return Unprivileged(user.Name, user.Ids);

        throw new PrivatePostgresException("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as: add one");
    }

    /// <summary>Whether this user gets through every folder on the way to it.</summary>
    internal async Task<bool> CanEnterAsync(string directory, CancellationToken cancellation) =>
        Ids is null
        || (await Programs.RunAsync([.. Become, "/bin/sh", "-c", "test -x \"$1\"", "sh", directory], cancellation).ConfigureAwait(false)).Code == 0;

    internal void MakeOwnerOf(string path)
    {
        if (Ids is { } ids)
            PosixCalls.ChangeOwner(path, ids.User, ids.Group);
    }

    private static ServerAccount Unprivileged(string name, (uint User, uint Group) ids)
    {
        if (Programs.Find("setpriv", acceptBusyBox: false) is { } setpriv)
            return new ServerAccount(name, [setpriv, $"--reuid={ids.User}", $"--regid={ids.Group}", "--clear-groups", "--inh-caps=-all", "--"], ids);
        if (Programs.Find("runuser", acceptBusyBox: false) is { } runuser)
            return new ServerAccount(name, [runuser, "-u", name, "--"], ids);
        throw new PrivatePostgresException("PostgreSQL does not run as root, and neither setpriv nor runuser is here to change the user: install util-linux");
    }

    private static async Task<(uint User, uint Group)?> OwnerAsync(string path, CancellationToken cancellation)
    {
        var stat = Programs.Find("stat") ?? throw new PrivatePostgresException("The program stat was not found: install coreutils");
        var (code, output) = await Programs.RunAsync([stat, "-L", "-c", "%u %g", path], cancellation).ConfigureAwait(false);
        return code == 0 && output.Trim().Split(' ') is [var user, var group] ? (Number(user), Number(group)) : null;
    }

    private static IEnumerable<(string Name, (uint User, uint Group) Ids)> Users() =>
        from line in File.Exists("/etc/passwd") ? File.ReadLines("/etc/passwd") : []
        let fields = line.Split(':')
        where fields.Length >= 4 && fields[2].All(char.IsAsciiDigit) && fields[3].All(char.IsAsciiDigit)
        select (fields[0], (Number(fields[2]), Number(fields[3])));

    private static uint Number(string digits) => uint.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
