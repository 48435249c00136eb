using Argus.Authority.Clients;
using Argus.Authority.Federation;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Exchange;

/// <summary>
/// Judges tokens that are brought to be exchanged: as at introspection, whether they are this tenant's or a peer's, and on record as one. What is wrong with a
/// token stays here; the caller learns that it was not taken.
/// </summary>
public sealed class SubjectTokens(TokenJudge judge, PeerTokens peers, AuditRecorder recorder, Issuers issuers)
{
    /// <summary>The token to exchange, if this client may.</summary>
    /// <returns>The token, or why there is none.</returns>
    /// <exception cref="LogUnavailableException">The log does not answer: nobody knows.</exception>
    internal async ValueTask<(ProvenToken? Token, string? Fault)> SubjectAsync(TenantView tenant, AuthenticatedClient caller, TypedToken presented, Origin origin)
    {
        var isPeers = PeerTokens.PeerOf(tenant, presented.Compact.Span) is { } peer && peer.Settings.Issuer != issuers.Of(tenant);
        var (token, fault) = isPeers
            ? await PeersAsync(tenant, presented).ConfigureAwait(false)
            : await OwnAsync(tenant, presented, origin).ConfigureAwait(false);
        if (token is not null)
            fault = ExchangeRight.Fault(tenant, caller, token, issuers.Of(tenant));
        await RecordAsync(tenant, caller, presented, token, fault).ConfigureAwait(false);
        return fault is null ? (token, null) : (null, fault);
    }

    /// <summary>
    /// The token of whoever acts: the caller's own, for its proof counts if the token is bound, and nobody's by way of another, for one who acts for somebody
    /// cannot lend that to a third.
    /// </summary>
    /// <returns>The token, or why there is none.</returns>
    /// <exception cref="LogUnavailableException">The log does not answer: nobody knows.</exception>
    internal async ValueTask<(ProvenToken? Token, string? Fault)> ActorAsync(TenantView tenant, AuthenticatedClient caller, TypedToken presented, Origin origin)
    {
        var (token, fault) = await OwnAsync(tenant, presented, origin).ConfigureAwait(false);
        if (token is not null)
        {
            fault = token.Verified.ClientId != caller.Id.Value ? "actor_of_another_client"
                : token.AsParent.Parent is not null || token.Claims.Act is not null ? "actor_delegated"
                : token.Claims.IsBound && token.Claims.Confirmation != caller.Confirmation ? "actor_bound_elsewhere"
                : null;
        }

        await RecordAsync(tenant, caller, presented, token, fault).ConfigureAwait(false);
        return fault is null ? (token, null) : (null, fault);
    }

    private async ValueTask<(ProvenToken? Token, string? Fault)> OwnAsync(TenantView tenant, TypedToken presented, Origin origin)
    {
        var judgement = await judge.JudgeAsync(tenant, presented.Compact, origin).ConfigureAwait(false);
        if (!judgement.IsActive)
            return (null, judgement.Outcome);
        return ProvenToken.OfOwn(judgement.Token!, judgement.Issuance!.Value) is { } token ? (token, null) : (null, "claims_malformed");
    }

    private async ValueTask<(ProvenToken? Token, string? Fault)> PeersAsync(TenantView tenant, TypedToken presented)
    {
        var verdict = await peers.VerifyAsync(tenant, presented.Compact, PeerTokenUse.AccessToken).ConfigureAwait(false);
        if (verdict.Token is not { } good)
            return (null, verdict.Outcome);
        return ProvenToken.OfPeers(good) is { } token ? (token, null) : (null, "claims_malformed");
    }

    private Task RecordAsync(TenantView tenant, AuthenticatedClient caller, TypedToken presented, ProvenToken? token, string? fault) =>
        recorder.VerifiedAsync(
            tenant.Id, tenant.State.Policy, caller.Id, fault ?? Judgement.Active, Introspector.NameOf(token?.Peer is null ? token?.Verified : null, presented.Compact.Span));
}
