namespace Argus.Jose;

/// <summary>
/// A token that <see cref="JwtValidator"/> accepted: signature, issuer, audience and times are right. Whether it was revoked, used before or
/// bound to a key is for the caller to ask.
/// </summary>
public sealed class VerifiedToken
{
    internal VerifiedToken()
    {
    }

    public required string Kid { get; init; }

    public required string Issuer { get; init; }

    /// <summary><c>sub</c>; empty when the token has none and the rules did not ask for it. The same holds for the other texts.</summary>
    public required string Subject { get; init; }

    public required string JwtId { get; init; }

    public required string ClientId { get; init; }

    /// <summary><c>aud</c>, whether it came as a string or as an array (RFC 7519 §4.1.3).</summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>Space-delimited (RFC 8693 §4.2); null when the token has none.</summary>
    public required string? Scope { get; init; }

    /// <summary>NumericDate (RFC 7519 §2): seconds since 1970. 0 when the token has none and the rules did not ask for it.</summary>
    public required long IssuedAt { get; init; }

    /// <summary>NumericDate; 0 when the token has none: it is good from the first.</summary>
    public required long NotBefore { get; init; }

    /// <summary>NumericDate.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>SHA-256 of <c>header.payload</c>, 32 bytes: what the log holds of a token issued here.</summary>
    public required byte[] Digest { get; init; }

    /// <summary>The claims set as it was signed: one UTF-8 JSON object without duplicate members.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}
