using Argus.Domain.Kernel;
using Argus.Domain.Tenants;

namespace Argus.Domain.Keys;

/// <summary>How many of the verifiers that count have seen the next key, and how many must have before it signs.</summary>
/// <param name="Kid">The next key that was asked about.</param>
/// <param name="Needed">Percent that must have seen it; 0: nobody is waited for.</param>
/// <param name="Patience">Seconds that its activation is held for at most.</param>
/// <param name="Verifiers">Those that count.</param>
/// <param name="Seen">Those of them that have seen it.</param>
public readonly record struct VerifierShare(Kid Kid, int Needed, int Patience, int Verifiers, int Seen)
{
    /// <summary>Verifiers that were heard within so many seconds count, at least.</summary>
    private const int ShortestWindow = 3_600;

    /// <summary>Nobody is waited for.</summary>
    public static VerifierShare None => default;

    /// <summary>Percent that have seen it, rounded down; where there is no verifier, nobody lacks it.</summary>
    public int Percent => Verifiers == 0 ? 100 : (int)(100L * Seen / Verifiers);

    public bool IsReached => Percent >= Needed;

    /// <summary>
    /// For how long a verifier counts after it was last heard: two rounds of its cache, so that one that stopped is not waited for much longer than one that runs
    /// would need.
    /// </summary>
    public static TimeSpan Window(TenantPolicy policy) => TimeSpan.FromSeconds(Math.Max(2 * (policy.JwksMaxAge + policy.VerifierPollInterval), ShortestWindow));
}
