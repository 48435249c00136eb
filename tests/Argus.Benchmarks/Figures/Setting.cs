using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Argus.Benchmarks.Gating;

namespace Argus.Benchmarks.Figures;

/// <summary>What the figures were measured on, and with.</summary>
internal static class Setting
{
    private const double MicrosecondsPerSecond = 1e6;

    public static string Describe(Gate gate, string? peer)
    {
        var cpu = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var build = typeof(Setting).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        var setting = string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} × {cpu}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, Argus {build}"
            + $"{(peer is null ? "" : ", " + peer)}. Two-thread RSA-2048 signing at best {gate.Best.PerSecond:N0}/s, "
            + $"{gate.Best.CpuSecondsPerSignature * MicrosecondsPerSecond:F0} µs of CPU a signature.");
        return setting + (gate.SawFastState ? "" : " ⚠ Two threads never signed much more than one: the machine was busy or slowed throughout, and no ratio here holds.");
    }
}
