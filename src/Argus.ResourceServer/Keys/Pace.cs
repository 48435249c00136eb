using System.Security.Cryptography;

namespace Argus.ResourceServer.Keys;

/// <summary>When a document is fetched again. Jittered, so that many API servers that started together do not ask together.</summary>
internal static class Pace
{
    private const double Earliest = 0.6;
    private const double Latest = 0.9;
    private const int Grain = 1 << 16;

    private static readonly TimeSpan Default = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    /// <summary>How long a document counts as fresh: what it says, within reason.</summary>
    public static TimeSpan FreshFor(TimeSpan? maxAge) => TimeSpan.FromTicks(Math.Clamp((maxAge ?? Default).Ticks, Shortest.Ticks, Longest.Ticks));

    /// <summary>Before it ceases to be fresh.</summary>
    public static TimeSpan AfterSuccess(TimeSpan freshFor) => freshFor * Jitter();

    /// <summary>1 s, 2 s, 4 s … 30 s.</summary>
    /// <param name="failures">In a row, from 1.</param>
    public static TimeSpan AfterFailure(int failures) =>
        TimeSpan.FromTicks(Math.Min(LongestBackoff.Ticks, Shortest.Ticks << Math.Min(failures - 1, 10))) * Jitter();

    private static double Jitter() => Earliest + (Latest - Earliest) * RandomNumberGenerator.GetInt32(Grain) / Grain;
}
