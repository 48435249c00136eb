using Argus.Authority.Clients;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Exchange;

/// <summary>
/// Judges tokens that are brought to be exchanged: as at introspection, whether they are this tenant's or a peer's, and on record as one. What is wrong with a
/// token stays here; the caller learns that it was not taken.
/// </summary>
public sealed class SubjectTokens(TrustedTokenJudge judge, TokenJudge own, AuditRecorder recorder, Issuers issuers)
{
    /// <summary>The token to exchange, if this client may.</summary>
    /// <returns>The token, or why there is none.</returns>
    /// <exception cref="LogUnavailableException">The log does not answer: nobody knows.</exception>
    internal async ValueTask<(ProvenToken? Token, string? Fault)> SubjectAsync(TenantView tenant, AuthenticatedClient caller, TypedToken presented, Origin origin)
    {
        var (token, fault) = Proven(await judge.JudgeAsync(tenant, presented.Compact, origin).ConfigureAwait(false));
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
        var (token, fault) = Proven(await own.JudgeAsync(tenant, presented.Compact, origin).ConfigureAwait(false));
        if (token is not null)
        {
            fault = token.Verified.ClientId != caller.Id.Value ? "actor_of_another_client"
                : token.AsParent.Parent is not null || token.Claims.Act is not null ? "actor_delegated"
                : token.Claims.Confirmation is { } key && key != caller.Confirmation ? "actor_bound_elsewhere"
                : null;
        }

        await RecordAsync(tenant, caller, presented, token, fault).ConfigureAwait(false);
        return fault is null ? (token, null) : (null, fault);
    }

    private static (ProvenToken? Token, string? Fault) Proven(Judgement judgement)
    {
        if (!judgement.IsActive)
            return (null, judgement.Outcome);
        var token = judgement.Peers is { } peers ? ProvenToken.OfPeers(peers) : ProvenToken.OfOwn(judgement.Token!, judgement.Issuance!.Value);
        return token is null ? (null, "claims_malformed") : (token, null);
    }

    private Task RecordAsync(TenantView tenant, AuthenticatedClient caller, TypedToken presented, ProvenToken? token, string? fault) =>
        recorder.VerifiedAsync(
            tenant.Id, tenant.State.Policy, caller.Id, fault ?? Judgement.Active, Introspector.NameOf(token?.Peer is null ? token?.Verified : null, presented.Compact.Span));
}
