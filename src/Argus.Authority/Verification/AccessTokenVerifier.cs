using Argus.Authority.Views;
using Argus.Domain.Tenants;
using Argus.Jose;

namespace Argus.Authority.Verification;

/// <summary>Tells whether an access token is what it claims to be: this tenant's own, and in its time. What the log knows of it is another question.</summary>
public sealed class AccessTokenVerifier(Issuers issuers, TimeProvider clock)
{
    /// <param name="tenant">Whose token it should be.</param>
    /// <param name="compact">ASCII of the token, as it came.</param>
    /// <param name="token">The token, when the result is <see cref="TokenFault.None"/>.</param>
    public TokenFault Verify(TenantView tenant, ReadOnlySpan<byte> compact, out VerifiedToken? token)
    {
        // Expiry is exact: it is the issuer's own clock. What another node issued a moment ahead of this one's clock is no forgery.
        var rules = new TokenRules
        {
            Issuer = issuers.Of(tenant),
            Typ = TokenType.AccessToken,
            ExpirySkew = TimeSpan.Zero,
            ClockSkew = TimeSpan.FromSeconds(tenant.State.Policy.ClockSkew),
            MaxLifetime = TimeSpan.FromSeconds(TenantPolicy.LongestTokenLifetime),
        };
        return JwtValidator.Validate(compact, rules, tenant.Keys.Find, clock.GetUtcNow(), out token);
    }
}
