using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Jose;

namespace Argus.Authority.Federation;

/// <summary>
/// Verifies tokens of a tenant's peers: under the peer's own keys and no others, by the same strict reading as own tokens (RFC 8725, RFC 9068 §4), and within the
/// bounds that the tenant set. The view must be fresh; the caller sees to it.
/// </summary>
public sealed class PeerTokens(Issuers issuers, PeerVerificationKeys keys, IPeerKeyRefresh refresh, TimeProvider clock)
{
    private const int LongestSubject = 255;

    /// <summary>Whether the token says that a peer of the tenant made it, trusted now or not. Nothing is verified.</summary>
    public static PeerState? PeerOf(TenantView tenant, ReadOnlySpan<byte> compact)
    {
        Span<char> issuer = stackalloc char[UnverifiedIssuer.MaxLength];
        return tenant.HasPeers && UnverifiedIssuer.TryRead(compact, JwtValidator.MaxTokenLength, issuer, out var length)
            ? tenant.FindPeer(issuer[..length].ToString())
            : null;
    }

    /// <param name="tenant">Who trusts the peer.</param>
    /// <param name="compact">ASCII of the token, as it came.</param>
    /// <param name="use">What it is presented as.</param>
    public async ValueTask<PeerVerdict> VerifyAsync(TenantView tenant, ReadOnlyMemory<byte> compact, PeerTokenUse use)
    {
        if (PeerOf(tenant, compact.Span) is not { } peer)
            return PeerVerdict.Refused("peer_unknown");
        if (!IsTrusted(tenant, peer))
            return PeerVerdict.Refused("peer_disabled");

        var fault = Validate(tenant, peer, compact.Span, use, out var token);
        if (fault == TokenFault.UnknownKey && await refresh.AskAsync(tenant, peer).ConfigureAwait(false))
        {
            // While the keys were read, everything else about the peer may have changed too.
            if (tenant.FindPeer(peer.Settings.Issuer) is not { } again || !IsTrusted(tenant, again))
                return PeerVerdict.Refused("peer_disabled");
            peer = again;
            fault = Validate(tenant, peer, compact.Span, use, out token);
        }

        return token is null ? PeerVerdict.Refused($"refused:{fault}") : Judge(tenant, peer, token);
    }

    /// <summary>A tenant that took a peer's issuer for its own since is its own master: its tokens are in its log, or forged.</summary>
    private bool IsTrusted(TenantView tenant, PeerState peer) => peer.Enabled && peer.Settings.Issuer != issuers.Of(tenant);

    private TokenFault Validate(TenantView tenant, PeerState peer, ReadOnlySpan<byte> compact, PeerTokenUse use, out VerifiedToken? token)
    {
        var rules = RulesFor(tenant, peer);
        if (use == PeerTokenUse.AccessToken)
            return Validate(peer, compact, rules, out token);

        // Access tokens are assertions too (RFC 8693 §2.1 has them so); other issuers type theirs JWT, or not at all.
        rules = rules with { Audience = issuers.Of(tenant), Required = RequiredClaims.Assertion };
        var fault = Validate(peer, compact, rules with { Typ = TokenType.IdToken, AllowUntyped = true }, out token);
        return fault == TokenFault.WrongType ? Validate(peer, compact, rules, out token) : fault;
    }

    private TokenFault Validate(PeerState peer, ReadOnlySpan<byte> compact, TokenRules rules, out VerifiedToken? token)
    {
        var now = clock.GetUtcNow();
        return JwtValidator.Validate(
            compact, rules, kid => peer.TrustedKey(kid, now.ToUnixTimeSeconds()) is { } key ? keys.Of(key) : null, now, out token);
    }

    /// <summary>A peer's clock may be off, but what has expired by ours has expired.</summary>
    private static TokenRules RulesFor(TenantView tenant, PeerState peer) => new()
    {
        Issuer = peer.Settings.Issuer,
        Typ = TokenType.AccessToken,
        ClockSkew = TimeSpan.FromSeconds(tenant.State.Policy.ClockSkew),
        ExpirySkew = TimeSpan.Zero,
        MaxLifetime = TimeSpan.FromSeconds(peer.Settings.LongestLifetime()),
    };

    private PeerVerdict Judge(TenantView tenant, PeerState peer, VerifiedToken token)
    {
        // What it is bound to is for whoever it is presented to; what nobody here understands nobody can check.
        if (!TokenConfirmation.TryRead(token, out _))
            return PeerVerdict.Refused("binding_unknown");
        if (ActorsOfPeers.Name(issuers.Of(tenant), token))
            return PeerVerdict.Refused("actor_not_its_own");

        var subject = peer.Settings.SubjectPrefix + token.Subject;
        if (subject.Length > LongestSubject || subject.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return PeerVerdict.Refused("subject_unusable");
        var good = new PeerToken(token, peer, subject, ScopeOf(peer, token), AudiencesOf(tenant, peer, token));
        return good.IssuedAt < tenant.Revoked.EarliestOfPeer(peer.Settings.Issuer) ? PeerVerdict.Refused("revoked") : new PeerVerdict(PeerVerdict.Good, good);
    }

    private static NameSet ScopeOf(PeerState peer, VerifiedToken token) =>
        token.Scope is null ? NameSet.Empty : NameSet.Of(token.Scope.Split(' ').Where(peer.Settings.Scope.Contains));

    private static NameSet AudiencesOf(TenantView tenant, PeerState peer, VerifiedToken token) => NameSet.Of(token.Audiences.Where(audience =>
        peer.Settings.Audiences.Contains(audience) && ResourceId.TryParse(audience, out var resource) && tenant.Resource(resource).Enabled));
}
