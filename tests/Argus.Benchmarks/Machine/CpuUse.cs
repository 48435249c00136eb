namespace Argus.Benchmarks.Machine;

/// <summary>CPU seconds of what answers, of the PostgreSQL behind it, and of what asks.</summary>
internal readonly record struct CpuUse(double Server, double Postgres, double Load)
{
    public static CpuUse operator -(CpuUse later, CpuUse earlier) =>
        new(later.Server - earlier.Server, later.Postgres - earlier.Postgres, later.Load - earlier.Load);

    /// <summary>What the processes below <paramref name="roots"/> have used so far, and the load generators that have ended.</summary>
    public static CpuUse Read(IReadOnlyCollection<int> roots)
    {
        var tree = ProcessTree.Below(roots);
        var load = ProcessStat.Of(Environment.ProcessId)?.OfReapedChildren ?? 0;
        return new CpuUse(
            tree.Where(process => !IsPostgres(process)).Sum(process => process.Own),
            // A backend that exits hands its time to the postmaster that waits for it, so the sum never goes back.
            tree.Where(IsPostgres).Sum(process => process.Own + process.OfReapedChildren),
            load);
    }

    private static bool IsPostgres(ProcessStat process) => process.Command == "postgres";
}
