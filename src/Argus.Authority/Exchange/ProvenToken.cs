using Argus.Authority.Federation;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Domain.Tokens;
using Argus.Jose;

namespace Argus.Authority.Exchange;

/// <summary>A token that is good now, of this tenant or of a peer, as far as another can be made from it.</summary>
/// <param name="Verified">What it says.</param>
/// <param name="Subject">Whose it is, as this tenant calls them.</param>
/// <param name="Scope">What it allows.</param>
/// <param name="Claims">What it says of who acts and how the user authenticated.</param>
/// <param name="AsParent">What a token made from it records of it.</param>
/// <param name="Peer">Who issued it, if not this tenant.</param>
internal sealed record ProvenToken(VerifiedToken Verified, string Subject, NameSet Scope, ExchangeClaims Claims, TokenParent AsParent, PeerState? Peer)
{
    public static ProvenToken? OfOwn(VerifiedToken token, IssuedTokens.Issuance issuance)
    {
        // The log has the ancestors in full; the token names them.
        if (ExchangeClaims.Read(token, issuer: null) is not { } claims)
            return null;
        var parent = new TokenParent(
            token.ClientId, issuance.CommittedAt.ToUnixTimeSeconds(), null, token.JwtId, token.Kid, issuance.Lineage?.Parent, issuance.Since, token.Subject);
        return new ProvenToken(token, token.Subject, NameSet.Of(token.Scope?.Split(' ') ?? []), claims with { Act = issuance.Lineage?.Act }, parent, null);
    }

    /// <summary>How a peer's user authenticated is the peer's word, and goes no further than the peer's own token.</summary>
    public static ProvenToken? OfPeers(PeerToken token)
    {
        var (verified, issuer) = (token.Verified, token.Peer.Settings.Issuer);
        if (ExchangeClaims.Read(verified, issuer) is not { } claims)
            return null;
        var client = verified.ClientId.Length > 0 ? verified.ClientId : issuer;
        if (!ExchangeClaims.IsName(client) || !ExchangeClaims.IsName(verified.JwtId))
            return null;
        var parent = new TokenParent(client, token.IssuedAt, issuer, verified.JwtId, verified.Kid, null, 0, verified.Subject);
        return new ProvenToken(verified, token.Subject, token.Scope, claims with { Authentication = null }, parent, token.Peer);
    }

    /// <summary>Whether it is anybody's but a client's own: then it lives as users' tokens do.</summary>
    public bool IsOfUser => !ClientSubject.TryParse(Subject, out _);

    /// <summary>The issuers of the peers that are behind it: one at most, since a peer's own ancestors are its own business.</summary>
    public string? RootPeer
    {
        get
        {
            var root = AsParent;
            while (root.Parent is { } before)
                root = before;
            return root.Iss;
        }
    }
}
