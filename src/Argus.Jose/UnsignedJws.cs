using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Argus.Jose;

/// <summary>
/// A JWS in the making. Its digest is known before it is signed, and since RS256 is deterministic the digest fixes the whole token: log it,
/// then sign it.
/// </summary>
/// <remarks>
/// One array holds header, payload, signature and digest. It is not pooled: a buffer that went back too early would hand one
/// client's token to another, and the array costs nothing beside the signature.
/// </remarks>
public sealed class UnsignedJws
{
    private static readonly SearchValues<char> TypCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._+/");

    private readonly byte[] _buffer;
    private readonly int _inputLength;
    private readonly int _signatureLength;

    private UnsignedJws(byte[] buffer, int inputLength, int signatureLength)
    {
        _buffer = buffer;
        _inputLength = inputLength;
        _signatureLength = signatureLength;
    }

    /// <summary>SHA-256 of <c>header.payload</c>, 32 bytes.</summary>
    public ReadOnlySpan<byte> Digest => _buffer.AsSpan(Length);

    /// <summary>Characters of the token once signed. <see cref="JwtValidator"/> refuses more than <see cref="JwtValidator.MaxTokenLength"/>.</summary>
    public int Length => _buffer.Length - SHA256.HashSizeInBytes;

    /// <summary>The encoded header (RFC 7515 §3.1), the same for all tokens of one kind under one key: make it once and keep it.</summary>
    /// <returns>ASCII of <c>base64url({"alg":"RS256","kid":"…","typ":"…"})</c>.</returns>
    /// <exception cref="ArgumentException">A character that would have to be escaped, or a kid that no verifier here would take.</exception>
    public static byte[] EncodeHeader(string kid, string typ)
    {
        ArgumentException.ThrowIfNullOrEmpty(typ);
        if (!KeyId.IsSafe(kid)) throw new ArgumentException("Not a key id.", nameof(kid));
        if (typ.AsSpan().ContainsAnyExcept(TypCharacters)) throw new ArgumentException("Not a media type.", nameof(typ));

        return Base64Url.EncodeToUtf8(Encoding.ASCII.GetBytes($$"""{"alg":"RS256","kid":"{{kid}}","typ":"{{typ}}"}"""));
    }

    /// <param name="encodedHeader">From <see cref="EncodeHeader"/>.</param>
    /// <param name="payloadJson">The claims, UTF-8.</param>
    /// <param name="signatureLength">The <see cref="SigningKey.SignatureLength"/> of the key that will sign.</param>
    public static UnsignedJws Create(ReadOnlySpan<byte> encodedHeader, ReadOnlySpan<byte> payloadJson, int signatureLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(signatureLength);

        var inputLength = encodedHeader.Length + 1 + Base64Url.GetEncodedLength(payloadJson.Length);
        var length = inputLength + 1 + Base64Url.GetEncodedLength(signatureLength);
        var buffer = GC.AllocateUninitializedArray<byte>(length + SHA256.HashSizeInBytes);

        encodedHeader.CopyTo(buffer);
        buffer[encodedHeader.Length] = (byte)'.';
        Base64Url.EncodeToUtf8(payloadJson, buffer.AsSpan(encodedHeader.Length + 1));
        buffer[inputLength] = (byte)'.';
        SHA256.HashData(buffer.AsSpan(0, inputLength), buffer.AsSpan(length));
        return new UnsignedJws(buffer, inputLength, signatureLength);
    }

    /// <summary>Signs, as often as one likes with the same result.</summary>
    /// <returns>ASCII of the compact serialization (RFC 7515 §7.1); memory of this object.</returns>
    /// <exception cref="ArgumentException">Not the key that the header names, or not one of the length promised.</exception>
    public ReadOnlyMemory<byte> Sign(SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.SignatureLength != _signatureLength || !_buffer.AsSpan().StartsWith(key.HeaderStart.Span))
            throw new ArgumentException("Not the key that the header names.", nameof(key));

        Span<byte> signature = stackalloc byte[RsaPublicJwk.MaxBits / 8];
        signature = signature[.._signatureLength];
        key.SignHash(Digest, signature);
        Base64Url.EncodeToUtf8(signature, _buffer.AsSpan(_inputLength + 1));
        return _buffer.AsMemory(0, Length);
    }
}
