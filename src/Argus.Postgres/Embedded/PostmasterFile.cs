using System.Globalization;

namespace Argus.Postgres.Embedded;

/// <summary>postmaster.pid, as a server writes it into its cluster while it runs, and leaves it when it is killed.</summary>
internal sealed record PostmasterFile(int ProcessId, string? SocketDirectory, bool SaysReady, string Text)
{
    /// <summary>Null when there is none, or it is not written yet.</summary>
    internal static PostmasterFile? Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        // Lines: process id, cluster, start time, port, socket directory, listen address, shared memory, status.
        var lines = text.Split('\n');
        return int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process) && process > 1
            ? new PostmasterFile(process, lines.ElementAtOrDefault(4), lines.ElementAtOrDefault(7)?.Trim() == "ready", text)
            : null;
    }

    /// <summary>
    /// Whether the process is alive and is the server of this cluster: a number alone may by now be anybody's, and it must never get our signals.
    /// A server that was started through another path to the same cluster counts: its postmaster.pid is ours.
    /// </summary>
    internal async Task<bool> IsServedAsync(ServerPlace place, CancellationToken cancellation)
    {
        var arguments = await ArgumentsAsync(cancellation).ConfigureAwait(false);
        if (arguments.Length == 0 || Path.GetFileName(arguments[0]) != "postgres")
            return false;

        var option = Array.IndexOf(arguments, "-D");
        if (option < 0 || option + 1 >= arguments.Length)
            return false;
        var cluster = arguments[option + 1];
        return cluster == place.Cluster || Read(Path.Combine(cluster, "postmaster.pid"))?.Text == Text;
    }

    private async Task<string[]> ArgumentsAsync(CancellationToken cancellation)
    {
        if (Directory.Exists("/proc/self"))
            try
            {
                return (await File.ReadAllTextAsync($"/proc/{ProcessId}/cmdline", cancellation).ConfigureAwait(false)).Split('\0');
            }
            catch (IOException)
            {
                return [];
            }

        // Without /proc the arguments come joined; ours begin with "postgres -D cluster -c".
        var (code, output) = await Programs.RunAsync(["/bin/ps", "-ww", "-o", "command=", "-p", $"{ProcessId}"], cancellation).ConfigureAwait(false);
        return code == 0 && output.Split(" -D ", 2) is [var program, var rest] ? [program, "-D", rest.Split(" -c ")[0].Trim()] : [];
    }
}
