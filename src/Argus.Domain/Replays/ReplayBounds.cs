using Argus.Domain.Tenants;

namespace Argus.Domain.Replays;

/// <summary>
/// How far apart two honest entries may be that contradict one another. A node decides by a view of up to 30 s of age (MaxStalenessToIssue), and what it decided may wait for its
/// commit for as long as an append may take (Argus:AppendTimeout, 60 s at most).
/// </summary>
public static class ReplayBounds
{
    /// <summary>What is issued later than this after the entry that forbids it was not decided honestly; what is issued sooner is merely late.</summary>
    public static TimeSpan Allowance { get; } = TimeSpan.FromSeconds(90);

    /// <summary>How far the time in a stream's name may be from the time of its first entry: more than any honest clocks are apart.</summary>
    internal const long NameTolerance = 3_600;

    /// <summary>Seconds for which a stream that is over is remembered still.</summary>
    internal const uint Remembrance = 2 * 86_400;

    /// <summary>Seconds for which a token is remembered beyond its expiry: nothing can be said of it any more, and its name is out of time.</summary>
    internal const uint TokenRemembrance = (uint)NameTolerance;

    /// <summary>The longest window for retries that a policy allows (<see cref="TenantPolicy.RefreshRetryWindow"/>).</summary>
    internal const long LongestRetryWindow = 60;
}
