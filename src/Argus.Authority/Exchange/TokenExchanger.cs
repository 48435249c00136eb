using Argus.Authority.Clients;
using Argus.Authority.Issuance;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Exchange;

/// <summary>
/// Exchanges a token for one that is made for the next service (RFC 8693). The client never says whose it is: the token that it brings does, and it is judged
/// here. docs/token-exchange.md has the rules.
/// </summary>
public sealed class TokenExchanger(SubjectTokens tokens, DerivedTokens derived, SubjectTokenUse uses, FeedFollower views)
{
    /// <exception cref="LogUnavailableException">Not durable, or not known to be, or nobody knows whether the token is still good; no token leaves then.</exception>
    /// <exception cref="Keys.KeyUnavailableException">The tenant has no key to sign with now; no token leaves then.</exception>
    public async ValueTask<TokenAnswer> ExchangeAsync(TenantView tenant, AuthenticatedClient caller, TokenExchange asked, Origin origin)
    {
        views.ThrowIfTooOldToAnswer();
        if (caller.State.Settings.IsPublic)
            return TokenAnswer.Refused(OAuthRefusal.UnauthorizedClient("exchange_public_client"));

        var (subject, fault) = await tokens.SubjectAsync(tenant, caller, asked.Subject, origin).ConfigureAwait(false);
        if (subject is null)
            return Unacceptable($"exchange_subject_{fault}");
        var (actor, unfit) = asked.Actor is null ? (null, null) : await tokens.ActorAsync(tenant, caller, asked.Actor, origin).ConfigureAwait(false);
        if (asked.Actor is not null && actor is null)
            return Unacceptable($"exchange_actor_{unfit}");

        var act = ActorOf(caller, subject, actor);
        if (new Lineage(act, subject.AsParent).IsTooDeep)
            return Unacceptable("exchange_too_deep");
        if (DerivedTokens.Decide(tenant, caller, subject, asked.Scope, asked.Targets, out var grant) is { } refusal)
            return TokenAnswer.Refused(refusal);

        // Last: what is refused for another reason may be asked again.
        if (!await uses.TryExchangeAsync(tenant, subject, caller.Id, grant.Audience).ConfigureAwait(false))
            return Unacceptable("exchange_subject_used");
        var expiresBy = Math.Min(subject.Verified.ExpiresAt, actor?.Verified.ExpiresAt ?? long.MaxValue);
        var answer = await derived.IssueAsync(tenant, caller, subject, new DerivedTerms(grant, act, expiresBy), origin).ConfigureAwait(false);
        return answer is { } issued ? issued with { IssuedTokenType = asked.RequestedType } : Unacceptable("exchange_subject_over");
    }

    /// <summary>
    /// The client acts for the subject, or for whoever acted for it before (RFC 8693 §4.1). A client that may impersonate leaves itself out, and nobody else; the
    /// log has it as the client of the token all the same.
    /// </summary>
    private static TokenActor? ActorOf(AuthenticatedClient caller, ProvenToken subject, ProvenToken? actor) =>
        actor is null && caller.State.Settings.Impersonates
            ? subject.Claims.Act
            : new TokenActor(subject.Claims.Act, null, actor?.Subject ?? ClientSubject.Of(caller.Id));

    /// <summary>RFC 8693 §2.2.2. One text for every failure: which check failed would tell a thief what to try next.</summary>
    private static TokenAnswer Unacceptable(string id) =>
        TokenAnswer.Refused(OAuthRefusal.InvalidRequest(id, "A token is invalid, expired or revoked, or this client may not exchange it."));
}
