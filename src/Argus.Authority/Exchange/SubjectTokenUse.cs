using Argus.Authority.Replay;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Exchange;

/// <summary>
/// How often a token may be exchanged. A peer's: once by a client for a resource, since its log is not here, and nobody could tell a replay from a use. An own
/// one: as long as it lives, for a service does so for every call that it makes; once by a client for a resource where the policy says so. An assertion
/// (RFC 7523 §3): once.
/// </summary>
public sealed class SubjectTokenUse(IReplayCache replay, Issuers issuers, TimeProvider clock)
{
    /// <returns>False if it has been used up.</returns>
    /// <exception cref="LogUnavailableException">Nobody knows: it must not be used.</exception>
    internal async ValueTask<bool> TryExchangeAsync(TenantView tenant, ProvenToken token, ClientId caller, ResourceId target)
    {
        if (token.Peer is null && !tenant.State.Policy.SubjectTokenSingleUse)
            return true;
        var issuer = token.Peer?.Settings.Issuer ?? issuers.Of(tenant);
        return await TryAddAsync(tenant, $"exchange {caller} {target} {issuer}", token).ConfigureAwait(false);
    }

    /// <returns>False if it has been used.</returns>
    /// <exception cref="LogUnavailableException">Nobody knows: it must not be used.</exception>
    internal ValueTask<bool> TryAssertAsync(TenantView tenant, ProvenToken assertion) => TryAddAsync(tenant, assertion.Peer!.Settings.Issuer, assertion);

    /// <summary>As long as any node's clock could still take it.</summary>
    private ValueTask<bool> TryAddAsync(TenantView tenant, string issuer, ProvenToken token)
    {
        var left = DateTimeOffset.FromUnixTimeSeconds(token.Verified.ExpiresAt + tenant.State.Policy.ClockSkew) - clock.GetUtcNow();
        return replay.TryAddAsync(tenant.Id, issuer, token.Verified.JwtId, left);
    }
}
