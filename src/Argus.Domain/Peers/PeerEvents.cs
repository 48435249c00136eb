using Argus.Domain.Kernel;

namespace Argus.Domain.Peers;

// Members stand in the order of their names, as canonical JSON has them. Times are NumericDate seconds (RFC 7519 §2). Of a key there is the public modulus, and no
// member that could hold more.

public interface IPeerEvent : IDomainEvent;

/// <summary>Tokens of another authority are trusted from now on, within bounds.</summary>
/// <param name="Name">What the tenant calls it.</param>
/// <param name="Settings">Who it is, and the bounds.</param>
public sealed record PeerTrusted(PeerName Name, PeerSettings Settings) : IPeerEvent;

/// <summary>The bounds are others now; the issuer is the same.</summary>
public sealed record PeerChanged(PeerSettings Settings) : IPeerEvent;

/// <summary>The peer has a key more.</summary>
/// <param name="At">When that was seen.</param>
/// <param name="Kid">What the peer calls it.</param>
/// <param name="N">The modulus, base64url; the exponent is 65537.</param>
/// <param name="Source">One of <see cref="PeerKeySource"/>.</param>
public sealed record PeerKeyAdded(long At, string Kid, string N, string Source) : IPeerEvent;

/// <summary>The peer does not have the key any more.</summary>
/// <param name="At">When that was seen.</param>
/// <param name="Kid">Which.</param>
public sealed record PeerKeyRemoved(long At, string Kid) : IPeerEvent;

/// <summary>The peer's document was read and had the keys that are known. Told once an hour, and after a document that was refused.</summary>
/// <param name="At">When.</param>
public sealed record PeerKeysConfirmed(long At) : IPeerEvent;

/// <summary>The peer's document was read and not taken; the keys stay as they are. Told when the reason is another than before.</summary>
/// <param name="Reason">One of <see cref="PeerKeysFault"/>.</param>
public sealed record PeerKeysRefused(string Reason) : IPeerEvent;

/// <summary>Nothing that comes from the peer is honoured any more, nor what was made from it.</summary>
public sealed record PeerDisabled : IPeerEvent;

/// <summary>Its tokens are trusted again; those from before are not.</summary>
public sealed record PeerEnabled : IPeerEvent;

/// <summary>As disabled, for good: the name is free.</summary>
public sealed record PeerRemoved : IPeerEvent;

/// <summary>Somebody tried to give a peer a private key. It was not taken, and no part of it is kept.</summary>
/// <param name="Name">For which peer; null if that was not to be made out.</param>
/// <param name="Reason">What it was: one of <see cref="PrivateKeyKind"/>.</param>
/// <param name="Source">Where in the description: <c>jwks</c> or <c>public_keys</c>.</param>
public sealed record PeerPrivateKeyRefused(PeerName? Name, string Reason, string Source) : IDomainEvent;

/// <summary>In which form a private key was given.</summary>
public static class PrivateKeyKind
{
    /// <summary>A JWK with a private or symmetric member (RFC 7518 §6).</summary>
    public const string Jwk = "private_jwk";

    /// <summary>Text with a private key in it, whatever it says it is.</summary>
    public const string Pem = "private_pem";
}

/// <summary>Where a peer's key comes from.</summary>
public static class PeerKeySource
{
    /// <summary>A JWK set that an operator gave.</summary>
    public const string Jwks = "jwks";

    /// <summary>The document at the peer's <c>jwks_uri</c>.</summary>
    public const string JwksUri = "jwks_uri";

    /// <summary>A PEM text that an operator gave.</summary>
    public const string PublicKeys = "public_keys";
}

/// <summary>Why a peer's document was not taken.</summary>
public static class PeerKeysFault
{
    /// <summary>There is no RSA key of 2048 to 4096 bits for RS256 in it.</summary>
    public const string Empty = "empty";

    /// <summary>It is not a JWK set.</summary>
    public const string Garbage = "garbage";

    /// <summary>It has one of this tenant's own keys.</summary>
    public const string OwnKey = "own_key";

    /// <summary>It has a private key: whoever reads it can sign for the peer.</summary>
    public const string PrivateKey = "private_key";

    /// <summary>It is larger than what is taken.</summary>
    public const string TooLarge = "too_large";

    /// <summary>It has more keys than a peer may have.</summary>
    public const string TooMany = "too_many";
}
