using Argus.Domain.Kernel;
using Argus.Domain.Tenants;

namespace Argus.Domain.Keys;

/// <summary>How long a key's states last by a tenant's policy, in seconds.</summary>
/// <param name="Lead">From publication to the first signature, at least: until every honest verifier has the key.</param>
/// <param name="Period">From activation to the next key's.</param>
/// <param name="VerifyFor">From the last signature until the key leaves the JWKS: until the last token has expired everywhere.</param>
public readonly record struct KeyTimes(int Lead, int Period, int VerifyFor)
{
    /// <param name="policy">The tenant's.</param>
    /// <param name="longestToken">The longest life that a token under the key in question can have had: the policy may have been another.</param>
    public static KeyTimes Of(TenantPolicy policy, int longestToken) => new(
        policy.KeyLead(),
        policy.KeyRotationPeriod,
        longestToken + policy.ClockSkew + policy.JwksMaxAge + policy.KeyGrace);

    /// <summary>Folds the longest life that a token under the active key can have had: all policies count that were in force since its activation.</summary>
    /// <param name="longest">Before the event.</param>
    /// <param name="event">Of the tenant or of its ring, in the order of the log.</param>
    /// <param name="policy">In force after the event.</param>
    public static int LongestToken(int longest, IDomainEvent @event, TenantPolicy policy) =>
        @event is KeyActivated ? policy.LongestLifetime() : Math.Max(longest, policy.LongestLifetime());
}
