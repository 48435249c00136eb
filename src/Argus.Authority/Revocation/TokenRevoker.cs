using Argus.Authority.Clients;
using Argus.Authority.Grains;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Revocation;

/// <summary>Revokes tokens (RFC 7009). Whatever is not the caller's own live token needs nothing done and gets the same answer.</summary>
public sealed class TokenRevoker(Aggregates aggregates, FeedFollower views, AccessTokenVerifier verifier, AuthorityOptions options, TimeProvider clock)
{
    /// <summary>Returns when the revocation is durable and this node's own view shows it; other nodes hear of it at once.</summary>
    /// <exception cref="LogUnavailableException">It is not, or not known to be.</exception>
    public async ValueTask RevokeAsync(TenantView tenant, AuthenticatedClient caller, ReadOnlyMemory<byte> compact, Origin origin)
    {
        // Without the log not even "nothing to do" is certain.
        views.ThrowIfOlderThan(options.AppendTimeout);
        verifier.Verify(tenant, compact.Span, out var token);
        if (token is null || !Jti.TryParse(token.JwtId, out var jti))
            return;

        var outcome = await aggregates.Tokens.ExecuteAsync(
            tenant.Id, TokenState.StreamOf(jti), state => TokenDecider.Revoke(state, caller.Id, clock.GetUtcNow()), origin, CancellationToken.None).ConfigureAwait(false);
        // Also when somebody else revoked it, or this caller's first try went unanswered: 200 says that this node refuses the token.
        await views.ReachAsync(outcome.Feed, options.AppendTimeout).ConfigureAwait(false);
    }
}
