using Argus.Authority.Clients;
using Argus.Authority.Federation;
using Argus.Authority.Issuance;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Exchange;

/// <summary>
/// Takes assertions of trusted peers as grants (RFC 7523 §2.1): the client gets a token for the peer's subject, under the name that the subject has here. Nobody
/// else's assertions count, not even a client's own.
/// </summary>
public sealed class AssertionRedeemer(PeerTokens peers, DerivedTokens derived, SubjectTokenUse uses, AuditRecorder recorder, FeedFollower views)
{
    /// <param name="tenant">Whose token it is to be.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="compact">ASCII of the assertion, as it came.</param>
    /// <param name="scope">The scopes asked for; null if none was named.</param>
    /// <param name="resources">The values of <c>resource</c>.</param>
    /// <param name="origin">Who asks, for the record.</param>
    /// <exception cref="LogUnavailableException">Not durable, or not known to be, or nobody knows whether it was used; no token leaves then.</exception>
    /// <exception cref="Keys.KeyUnavailableException">The tenant has no key to sign with now; no token leaves then.</exception>
    public async ValueTask<TokenAnswer> RedeemAsync(
        TenantView tenant, AuthenticatedClient caller, ReadOnlyMemory<byte> compact, NameSet? scope, IReadOnlyList<string> resources, Origin origin)
    {
        views.ThrowIfTooOldToIssue();
        if (caller.State.Settings.IsPublic)
            return TokenAnswer.Refused(OAuthRefusal.UnauthorizedClient("assertion_public_client"));

        var (assertion, fault) = await ProveAsync(tenant, compact).ConfigureAwait(false);
        await recorder.VerifiedAsync(tenant.Id, tenant.State.Policy, caller.Id, fault ?? Judgement.Active, Introspector.NameOf(null, compact.Span)).ConfigureAwait(false);
        if (assertion is null)
            return Refused($"assertion_{fault}");
        if (DerivedTokens.Decide(tenant, caller, assertion, scope, resources, out var grant) is { } refusal)
            return TokenAnswer.Refused(refusal);

        // Last: what is refused for another reason may be asked again.
        if (!await uses.TryAssertAsync(tenant, assertion).ConfigureAwait(false))
            return Refused("assertion_used");
        var terms = new DerivedTerms(grant, assertion.Claims.Act, assertion.Verified.ExpiresAt);
        return await derived.IssueAsync(tenant, caller, assertion, terms, origin).ConfigureAwait(false) ?? Refused("assertion_over");
    }

    private async ValueTask<(ProvenToken? Token, string? Fault)> ProveAsync(TenantView tenant, ReadOnlyMemory<byte> compact)
    {
        var verdict = await peers.VerifyAsync(tenant, compact, PeerTokenUse.Assertion).ConfigureAwait(false);
        if (verdict.Token is not { } good)
            return (null, verdict.Outcome);
        if (ProvenToken.OfPeers(good) is not { } assertion)
            return (null, "claims_malformed");

        // Who must prove a key with a token cannot do so here.
        if (assertion.Claims.Confirmation is not null)
            return (null, "bound_elsewhere");
        return new Lineage(assertion.Claims.Act, assertion.AsParent).IsTooDeep ? (null, "too_deep") : (assertion, null);
    }

    private static TokenAnswer Refused(string id) => TokenAnswer.Refused(OAuthRefusal.InvalidGrant(id));
}
