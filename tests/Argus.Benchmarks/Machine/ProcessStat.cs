using System.Globalization;

namespace Argus.Benchmarks.Machine;

/// <summary>One line of /proc/{pid}/stat. Times are CPU seconds, user and system together.</summary>
internal readonly record struct ProcessStat(int Pid, int Parent, string Command, double Own, double OfReapedChildren)
{
    /// <summary>USER_HZ, which is 100 on every Linux that .NET runs on (proc(5)).</summary>
    private const double TicksPerSecond = 100;

    public static IReadOnlyList<ProcessStat> All() =>
        [.. Directory.EnumerateDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? Of(pid) : null)
            .OfType<ProcessStat>()];

    /// <summary>Null when the process is gone.</summary>
    public static ProcessStat? Of(int pid)
    {
        try
        {
            return Parse(pid, File.ReadAllText($"/proc/{pid}/stat"));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static ProcessStat Parse(int pid, string line)
    {
        // The command stands in parentheses and may itself hold spaces and parentheses: the last one closes it.
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var close = line.LastIndexOf(')');
        var fields = line[(close + 2)..].Split(' ');
        double Seconds(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture) / TicksPerSecond;
        return new ProcessStat(pid, int.Parse(fields[1], CultureInfo.InvariantCulture), line[(open + 1)..close],
            Own: Seconds(11) + Seconds(12), OfReapedChildren: Seconds(13) + Seconds(14));
    }
}
