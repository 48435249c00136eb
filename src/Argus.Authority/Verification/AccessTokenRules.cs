using Argus.Domain.Tenants;
using Argus.Jose;

namespace Argus.Authority.Verification;

/// <summary>What the authority demands of an access token that claims to be its own.</summary>
internal static class AccessTokenRules
{
    /// <summary>Expiry is exact: it is the issuer's own clock. What another node issued a moment ahead of this one's clock is no forgery.</summary>
    public static TokenRules Of(string issuer, TenantPolicy policy) => new()
    {
        Issuer = issuer,
        Typ = TokenType.AccessToken,
        ExpirySkew = TimeSpan.Zero,
        ClockSkew = TimeSpan.FromSeconds(policy.ClockSkew),
        MaxLifetime = TimeSpan.FromSeconds(TenantPolicy.LongestTokenLifetime),
    };
}
