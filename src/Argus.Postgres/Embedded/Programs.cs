using System.Diagnostics;

namespace Argus.Postgres.Embedded;

/// <summary>The machine's programs: where they are, and short runs of them. Arguments are lists, never command lines.</summary>
internal static class Programs
{
    private static readonly string[] AlwaysSearched = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

    internal static IEnumerable<string> PathFolders() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted);

    /// <summary>Null when there is none. BusyBox's applets of these names lack the options we need, so they count as absent where it matters.</summary>
    internal static string? Find(string name, bool acceptBusyBox = true) =>
        PathFolders()
            .Concat(AlwaysSearched)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(path => File.Exists(path) && (acceptBusyBox || !Resolved(path).EndsWith("/busybox", StringComparison.Ordinal)));

    internal static string Resolved(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    /// <summary>Runs to the end; returns the exit code and what was printed.</summary>
    internal static async Task<(int Code, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        using var process = Start(command);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false);
        _ = await errors.ConfigureAwait(false);
        await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return (process.ExitCode, output);
    }

    internal static Process Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A folder that the server's user may not enter would fail initdb.
            WorkingDirectory = "/",
        };

        // The node's environment may hold its secrets, and PG* variables would steer the server.
        var library = Environment.GetEnvironmentVariable("LD_LIBRARY_PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C";
        if (library is not null)
            start.Environment["LD_LIBRARY_PATH"] = library;

        return Process.Start(start) ?? throw new PrivatePostgresException($"Cannot start {command[0]}");
    }
}
