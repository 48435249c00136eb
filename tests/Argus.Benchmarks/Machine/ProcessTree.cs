using System.Globalization;

namespace Argus.Benchmarks.Machine;

internal static class ProcessTree
{
    /// <summary>The roots and everything that descends from them.</summary>
    public static IReadOnlyList<ProcessStat> Below(IReadOnlyCollection<int> roots)
    {
        var all = ProcessStat.All();
        var children = all.ToLookup(process => process.Parent);
        var found = new Dictionary<int, ProcessStat>();
        var open = new Queue<ProcessStat>(all.Where(process => roots.Contains(process.Pid)));
        while (open.TryDequeue(out var process))
        {
            if (!found.TryAdd(process.Pid, process)) continue;
            foreach (var child in children[process.Pid]) open.Enqueue(child);
        }

        return [.. found.Values];
    }

    /// <summary>Resident memory of one process in MiB.</summary>
    public static double ResidentMebibytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }
}
