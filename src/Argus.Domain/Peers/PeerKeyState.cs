using Argus.Domain.Kernel;

namespace Argus.Domain.Peers;

/// <summary>A public key of a peer.</summary>
/// <param name="Kid">What the peer calls it: 1 to 128 of <c>A-Z a-z 0-9 - . _ ~</c>.</param>
/// <param name="N">The modulus, base64url.</param>
/// <param name="Source">One of <see cref="PeerKeySource"/>.</param>
/// <param name="Since">When it was first seen, NumericDate seconds.</param>
public sealed record PeerKeyState(string Kid, string N, string Source, long Since)
{
    /// <summary>RFC 7638, SHA-256, base64url.</summary>
    public string Thumbprint { get; } = TextDigest.Of($$"""{"e":"AQAB","kty":"RSA","n":"{{N}}"}""");

    public bool IsFetched => Source == PeerKeySource.JwksUri;
}

/// <summary>A public key that is said to be a peer's: RSA, 2048 to 4096 bits, e = 65537.</summary>
/// <param name="Kid">What the peer calls it.</param>
/// <param name="N">The modulus, base64url.</param>
/// <param name="Source">One of <see cref="PeerKeySource"/>.</param>
public sealed record OfferedKey(string Kid, string N, string Source);
