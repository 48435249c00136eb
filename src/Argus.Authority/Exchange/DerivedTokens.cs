using Argus.Authority.Clients;
using Argus.Authority.Issuance;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Exchange;

/// <summary>Makes a token from another: for the same subject, never for longer, and with the other on record as its parent.</summary>
public sealed class DerivedTokens(TenantSigner signer, TokenMint mint, TimeProvider clock)
{
    /// <summary>For whom, and what it allows: never more than the token before, nor what its peer may reach, however many tokens ago that was.</summary>
    /// <returns>Why not; null if it can be made.</returns>
    internal static OAuthRefusal? Decide(
        TenantView tenant, AuthenticatedClient caller, ProvenToken source, NameSet? scope, IReadOnlyList<string> targets, out Grant grant)
    {
        var peer = source.RootPeer is { } issuer ? tenant.FindPeer(issuer) : null;
        var most = peer is null ? source.Scope : source.Scope.Intersect(peer.Settings.Scope);
        if (AudienceAndScope.Decide(tenant, caller.State.Settings, scope, targets, out grant, most) is { } refusal)
            return refusal;
        return peer is null || peer.Settings.Audiences.Contains(grant.Audience.Value) ? null : OAuthRefusal.InvalidTarget("resource_not_for_peer");
    }

    /// <param name="tenant">Whose token.</param>
    /// <param name="caller">Who gets it, and to whose key it is bound if to one.</param>
    /// <param name="source">What it is made from.</param>
    /// <param name="terms">What it is to be.</param>
    /// <param name="origin">Who asks.</param>
    /// <returns>Null if nothing is left of the source's time.</returns>
    /// <exception cref="LogUnavailableException">Not durable, or not known to be; no token leaves then.</exception>
    /// <exception cref="KeyUnavailableException">The tenant has no key to sign with now; no token leaves then.</exception>
    internal async ValueTask<TokenAnswer?> IssueAsync(TenantView tenant, AuthenticatedClient caller, ProvenToken source, DerivedTerms terms, Origin origin)
    {
        var key = await signer.ActiveKeyAsync(tenant).ConfigureAwait(false);
        var token = Describe(tenant, caller, source, terms, key.Kid);
        if (token.Exp <= token.Iat)
            return null;
        return await mint.IssueAsync(tenant, key, token, source.Claims.Authentication, origin).ConfigureAwait(false);
    }

    private TokenIssued Describe(TenantView tenant, AuthenticatedClient caller, ProvenToken source, DerivedTerms terms, Kid kid)
    {
        var now = clock.GetUtcNow();
        var issuedAt = Math.Max(now.ToUnixTimeSeconds(), tenant.Revoked.EarliestIssue(source.Subject, caller.Id));

        // What reaches the parent by seconds would reach a child that looks older.
        if (source.Peer is null)
            issuedAt = Math.Max(issuedAt, source.Verified.IssuedAt);
        return new TokenIssued(
            terms.Act,
            NameSet.Of(terms.Grant.Audience.Value),
            caller.Id,
            caller.Confirmation,
            Digest: "",
            Exp: Math.Min(issuedAt + LifetimeOf(tenant, source), terms.ExpiresBy),
            Iat: issuedAt,
            Jti.From(Guid.CreateVersion7(now)),
            kid,
            caller.State.Settings.MayAct,
            source.AsParent,
            Scope: terms.Grant.Scope.Count == 0 ? null : terms.Grant.Scope.ToString(),
            Sub: source.Subject);
    }

    /// <summary>Whether a peer's subject is a user or a service, only the peer knows.</summary>
    private static int LifetimeOf(TenantView tenant, ProvenToken source)
    {
        var policy = tenant.State.Policy;
        if (source.RootPeer is not null)
            return Math.Min(policy.UserTokenLifetime, policy.ServiceTokenLifetime);
        return source.IsOfUser ? policy.UserTokenLifetime : policy.ServiceTokenLifetime;
    }
}

/// <summary>What a token is to be that is made from another.</summary>
/// <param name="Grant">For whom it is, and what it allows.</param>
/// <param name="Act">Who acts.</param>
/// <param name="ExpiresBy">The latest that it may expire (NumericDate seconds).</param>
internal readonly record struct DerivedTerms(Grant Grant, TokenActor? Act, long ExpiresBy);
