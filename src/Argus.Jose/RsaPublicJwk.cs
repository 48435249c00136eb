using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Argus.Jose;

/// <summary>
/// The public half of an RSA signature key as a JWK (RFC 7517, RFC 7518 §6.3.1). There is no place in it for private material.
/// Always 2048 to 4096 bits, with an odd modulus and e = 65537.
/// </summary>
public sealed class RsaPublicJwk
{
    internal const int MinBits = 2048;
    internal const int MaxBits = 4096;
    internal const string PublicExponent = "AQAB";

    private readonly byte[] _modulus;

    // The modulus has been checked by Check; it is not copied.
    internal RsaPublicJwk(byte[] modulus, string? kid)
    {
        _modulus = modulus;
        Bits = BitLength(modulus);
        N = Base64Url.EncodeToString(modulus);
        Thumbprint = ThumbprintOf(N);
        Kid = kid ?? Thumbprint;
    }

    /// <summary>The <c>kid</c> that the JWK came with, else the thumbprint. 1 to 128 of <c>A-Z a-z 0-9 - . _ ~</c>.</summary>
    public string Kid { get; }

    /// <summary>RFC 7638 thumbprint with SHA-256, base64url: the same for the same modulus, whatever <c>kid</c> somebody gave it.</summary>
    public string Thumbprint { get; }

    /// <summary>Length of the modulus in bits.</summary>
    public int Bits { get; }

    /// <summary>The modulus, big-endian without leading zeros, base64url (RFC 7518 §6.3.1.1).</summary>
    public string N { get; }

    /// <summary>The public exponent, base64url (RFC 7518 §6.3.1.2).</summary>
    public string E { get; } = PublicExponent;

    /// <summary>The public half of a key; its <see cref="Kid"/> is the thumbprint.</summary>
    /// <exception cref="ArgumentException">The key is not of 2048 to 4096 bits, or its exponent is not 65537.</exception>
    public static RsaPublicJwk FromRsa(RSA key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var fault = Check(parameters.Modulus, parameters.Exponent);
        return fault == JwkFault.None
            ? new RsaPublicJwk(parameters.Modulus!, kid: null)
            : throw new ArgumentException($"Not an RSA key of {MinBits} to {MaxBits} bits with e = 65537: {fault}.", nameof(key));
    }

    /// <summary>
    /// Reads a public JWK. Members that it does not know are ignored (RFC 7517 §4), private ones are not: they refuse the key.
    /// </summary>
    /// <param name="json">One JSON object, at most 16 KiB.</param>
    /// <param name="jwk">The key, or null.</param>
    /// <param name="fault">Why there is none; <see cref="JwkFault.PrivateMember"/> goes before all that concerns the public members.</param>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out RsaPublicJwk? jwk, out JwkFault fault) =>
        JwkReader.TryReadKey(json, out jwk, out fault);

    /// <summary>Writes <c>{"kty","use","alg","kid","n","e"}</c>, always in this order, so that the same key gives the same bytes.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("kty"u8, "RSA"u8);
        writer.WriteString("use"u8, "sig"u8);
        writer.WriteString("alg"u8, "RS256"u8);
        writer.WriteString("kid"u8, Kid);
        writer.WriteString("n"u8, N);
        writer.WriteString("e"u8, E);
        writer.WriteEndObject();
    }

    internal RSAParameters ToParameters() => new() { Modulus = _modulus, Exponent = [1, 0, 1] };

    internal static JwkFault Check(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        if (modulus.IsEmpty || modulus[0] == 0 || (modulus[^1] & 1) == 0) return JwkFault.BadModulus;
        if (BitLength(modulus) is < MinBits or > MaxBits) return JwkFault.UnsupportedSize;
        return exponent.SequenceEqual<byte>([1, 0, 1]) ? JwkFault.None : JwkFault.BadExponent;
    }

    private static int BitLength(ReadOnlySpan<byte> modulus) => modulus.Length * 8 - BitOperations.LeadingZeroCount((uint)modulus[0] << 24);

    // RFC 7638 §3.1, §3.2: the required members only, in lexicographic order, without white space.
    private static string ThumbprintOf(string n) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"e":"{{PublicExponent}}","kty":"RSA","n":"{{n}}"}""")));
}
