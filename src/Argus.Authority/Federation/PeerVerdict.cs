using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Jose;

namespace Argus.Authority.Federation;

/// <summary>What a peer's token is presented as.</summary>
public enum PeerTokenUse
{
    /// <summary>RFC 9068: at introspection, and as the subject token of an exchange (RFC 8693).</summary>
    AccessToken,

    /// <summary>RFC 7523 §2.1: an authorization grant for this tenant, and therefore with its issuer in <c>aud</c>.</summary>
    Assertion,
}

/// <summary>What a token of a peer is worth. It has no token until it has earned one.</summary>
/// <param name="Outcome"><see cref="Good"/>, or why not: for the log only, never for who presented it.</param>
/// <param name="Token">The token, if it is good.</param>
public readonly record struct PeerVerdict(string Outcome, PeerToken? Token)
{
    public const string Good = "good";

    internal static PeerVerdict Refused(string why) => new(why, null);
}

/// <summary>A token that a trusted peer signed, in its time and within the bounds of the trust. Whether it was used before is for the caller to ask.</summary>
/// <param name="Verified">What the peer says.</param>
/// <param name="Peer">The peer, as it was just now.</param>
/// <param name="Subject">Whom the token is about, as this tenant calls them: the peer's prefix and its <c>sub</c>, at most 255 printable ASCII characters.</param>
/// <param name="Scope">What it says, as far as the peer may say it.</param>
/// <param name="Audiences">Of its audiences, those that the peer's tokens may be for and that are in service; often none for an assertion, which is for the authority.</param>
public sealed record PeerToken(VerifiedToken Verified, PeerState Peer, string Subject, NameSet Scope, NameSet Audiences)
{
    /// <summary>NumericDate seconds. Where the peer does not say when it made an assertion, it made it as early as the assertion's end allows.</summary>
    public long IssuedAt => Verified.IssuedAt > 0 ? Verified.IssuedAt : Verified.ExpiresAt - Peer.Settings.LongestLifetime();
}
