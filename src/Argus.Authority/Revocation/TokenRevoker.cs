using Argus.Authority.Clients;
using Argus.Authority.Families;
using Argus.Authority.Grains;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Jose;
using Argus.Log;

namespace Argus.Authority.Revocation;

/// <summary>Revokes tokens (RFC 7009). Whatever is not the caller's own live token needs nothing done and gets the same answer.</summary>
public sealed class TokenRevoker(
    Aggregates aggregates, FamilyRevoker families, FeedFollower views, AccessTokenVerifier verifier, TimeProvider clock)
{
    /// <summary>Returns when the revocation is durable and this node's own view shows it; other nodes hear of it at once.</summary>
    /// <exception cref="LogUnavailableException">It is not, or not known to be.</exception>
    public async ValueTask RevokeAsync(TenantView tenant, AuthenticatedClient caller, ReadOnlyMemory<byte> token, Origin origin)
    {
        // Without the log not even "nothing to do" is certain.
        views.ThrowIfTooOldToRevoke();
        if (GrantToken.Parse(GrantTokenKind.RefreshToken, tenant.Id, token.Span) is { } refreshToken)
            await families.RevokeAsync(tenant, caller, refreshToken, origin).ConfigureAwait(false);
        else if (verifier.Verify(tenant, token.Span, out var accessToken) == TokenFault.None && Jti.TryParse(accessToken!.JwtId, out var jti))
            await RevokeAccessTokenAsync(tenant, caller, jti, accessToken, origin).ConfigureAwait(false);
    }

    private async ValueTask RevokeAccessTokenAsync(TenantView tenant, AuthenticatedClient caller, Jti jti, VerifiedToken token, Origin origin)
    {
        var outcome = await aggregates.Tokens.ExecuteAsync(
            tenant.Id, TokenState.StreamOf(jti), state => Decide(state, caller.Id, jti, token, clock.GetUtcNow()), origin, CancellationToken.None).ConfigureAwait(false);
        // Also when somebody else revoked it, or this caller's first try went unanswered: 200 says that this node refuses the token.
        await views.ReachAsync(outcome.Feed).ConfigureAwait(false);
    }

    /// <summary>Whose a family's token is stands in the token itself, under this tenant's signature.</summary>
    private static Decision<ITokenEvent> Decide(TokenState state, ClientId caller, Jti jti, VerifiedToken token, DateTimeOffset now)
    {
        if (jti.Family is null)
            return TokenDecider.Revoke(state, caller, now);
        return token.ClientId == caller.Value ? TokenDecider.Revoke(state, jti, token.ExpiresAt, reason: null, now) : Array.Empty<ITokenEvent>();
    }
}
