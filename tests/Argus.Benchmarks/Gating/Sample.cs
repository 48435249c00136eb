using Argus.Benchmarks.Load;
using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Gating;

/// <summary>One load run between two readings of the signing reference.</summary>
internal sealed record Sample(Reference Before, Reference After, LoadResult Load, CpuUse Cpu)
{
    public double SlowerReference => Math.Min(Before.PerSecond, After.PerSecond);

    /// <summary>The rate in units of the two-thread signing rate.</summary>
    public double PerSignature => Load.PerSecond / ((Before.PerSecond + After.PerSecond) / 2);

    /// <summary>CPU of the server and its PostgreSQL for one answer, in units of one signature's.</summary>
    public double CpuPerSignature =>
        (Cpu.Server + Cpu.Postgres) / Load.Requests / ((Before.CpuSecondsPerSignature + After.CpuSecondsPerSignature) / 2);
}
