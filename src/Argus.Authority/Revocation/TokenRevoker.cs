using Argus.Authority.Clients;
using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Authority.Verification;
using Argus.Domain.Tokens;
using Argus.Jose;
using Argus.Log;

namespace Argus.Authority.Revocation;

/// <summary>Revokes tokens (RFC 7009). Whatever is not the caller's own live token needs nothing done and gets the same answer.</summary>
public sealed class TokenRevoker(Aggregates aggregates, FeedFollower views, Issuers issuers, AuthorityOptions options, TimeProvider clock)
{
    /// <summary>Returns when the revocation is durable and this node's own view shows it; other nodes hear of it at once.</summary>
    /// <exception cref="LogUnavailableException">It is not, or not known to be.</exception>
    public async ValueTask RevokeAsync(TenantView tenant, AuthenticatedClient caller, ReadOnlyMemory<byte> compact, Origin origin)
    {
        // Without the log not even "nothing to do" is certain.
        views.ThrowIfOlderThan(options.AppendTimeout);
        var now = clock.GetUtcNow();
        JwtValidator.Validate(compact.Span, AccessTokenRules.Of(issuers.Of(tenant), tenant.State.Policy), tenant.Keys.Find, now, out var token);
        if (token is null || !Jti.TryParse(token.JwtId, out var jti))
            return;

        var outcome = await aggregates.Tokens.ExecuteAsync(
            tenant.Id, TokenState.StreamOf(jti), state => TokenDecider.Revoke(state, caller.Id, now), origin, CancellationToken.None).ConfigureAwait(false);
        // Also what another node has revoked a moment ago: "done" must not be followed by "active" from this one.
        if (outcome.Feed is { } feed)
            await views.ReachAsync(feed, options.AppendTimeout).ConfigureAwait(false);
    }
}
