using System.Text;
using Argus.Authority.Views;
using Argus.Domain.Tenants;
using Argus.Jose;

namespace Argus.Authority.Verification;

/// <summary>
/// Reads what comes as <c>id_token_hint</c>: an ID token of this issuer that may have expired long ago. As a hint it says whom a client means, and lets nobody in.
/// </summary>
internal static class ExpiredIdToken
{
    /// <summary>As good as no bound: the key bounds it, by when it leaves the ring.</summary>
    private static readonly TimeSpan LongestExpired = TimeSpan.FromDays(3650);

    /// <param name="tenant">Whose token it must be.</param>
    /// <param name="issuer">The tenant's issuer.</param>
    /// <param name="text">As it came.</param>
    /// <param name="keyOf">The key of a <c>kid</c>; null if its word counts no more.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null if it is no such token.</returns>
    public static VerifiedToken? Read(TenantView tenant, string issuer, string text, Func<string, VerificationKey?> keyOf, DateTimeOffset now)
    {
        var rules = new TokenRules
        {
            Issuer = issuer,
            Typ = TokenType.IdToken,
            ExpirySkew = LongestExpired,
            ClockSkew = TimeSpan.FromSeconds(tenant.State.Policy.ClockSkew),
            MaxLifetime = TimeSpan.FromSeconds(TenantPolicy.LongestTokenLifetime),
            Required = RequiredClaims.IdToken,
        };
        return JwtValidator.Validate(Encoding.UTF8.GetBytes(text), rules, keyOf, now, out var token) == TokenFault.None ? token : null;
    }
}
