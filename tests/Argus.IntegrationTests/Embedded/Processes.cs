using System.Diagnostics;
using System.Globalization;
using Argus.Postgres.Embedded;

namespace Argus.IntegrationTests.Embedded;

/// <summary>What runs on the machine, from /proc.</summary>
internal static class Processes
{
    /// <summary>Everything that runs for a data directory names it in its arguments: server, supervisor, initdb.</summary>
    internal static IReadOnlyList<(int Id, string[] Arguments)> Mentioning(string text) =>
        [.. All().Select(id => (id, Read(id, "cmdline").Split('\0'))).Where(each => each.Item2.Any(argument => argument.Contains(text, StringComparison.Ordinal)))];

    internal static bool Lives(int id) => Read(id, "cmdline").Length > 0;

    /// <summary>Children of this process that ended and were not waited for.</summary>
    internal static IEnumerable<int> OwnZombies() =>
        All().Where(id => Status(id) is [var state, var parent, ..] && state == "Z" && parent == Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

    internal static int Session(int id) => int.Parse(Status(id)[3], CultureInfo.InvariantCulture);

    internal static uint User(int id) =>
        uint.Parse(Read(id, "status").Split('\n').First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture);

    /// <summary>SIGKILL; what is gone already is fine.</summary>
    internal static void Kill(int id) => PosixCalls.Signal(id, PosixCalls.Kill);

    /// <summary>Ends one that this process started, if it has not ended, and lets it go.</summary>
    internal static async ValueTask EndAsync(Process process)
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    internal static IEnumerable<string> EnvironmentNames(int id) =>
        Read(id, "environ").Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=')[0]);

    // After the name in parentheses: state, parent, group, session.
    private static string[] Status(int id) => Read(id, "stat") is { Length: > 0 } text ? text[(text.LastIndexOf(')') + 2)..].Split(' ') : [];

    private static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture));

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
