using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Argus.Jose;

/// <summary>
/// An RSA private key that signs RS256 (RFC 7518 §3.3). Thread-safe: all threads share the one RSA object, which measured no contention.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private readonly RSA _key;

    /// <summary>Takes the key over and disposes it with itself; a key that is refused stays the caller's.</summary>
    /// <exception cref="ArgumentException">
    /// Not 2048 to 4096 bits, e is not 65537, there is no private half or it cannot be reached, or it is not that of this public key: the key signs
    /// once to show that it can.
    /// </exception>
    public SigningKey(RSA key)
    {
        ArgumentNullException.ThrowIfNull(key);
        PublicJwk = RsaPublicJwk.FromRsa(key);
        SignatureLength = (PublicJwk.Bits + 7) / 8;
        HeaderStart = EncodeHeaderStart(PublicJwk.Kid);
        _key = key;
        SignOnce();
    }

    /// <summary>RFC 7638 thumbprint with SHA-256.</summary>
    public string Kid => PublicJwk.Kid;

    public RsaPublicJwk PublicJwk { get; }

    /// <summary>Bytes in a signature: as many as in the modulus.</summary>
    public int SignatureLength { get; }

    /// <summary>What the encoded header of every JWS under this key begins with.</summary>
    internal ReadOnlyMemory<byte> HeaderStart { get; }

    /// <summary>Signs with RSASSA-PKCS1-v1_5 and SHA-256, which is deterministic. Allocates nothing.</summary>
    /// <param name="sha256">The digest, 32 bytes.</param>
    /// <param name="signature">Where the signature goes; exactly <see cref="SignatureLength"/> bytes.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="CryptographicException">The key's provider failed.</exception>
    public void SignHash(ReadOnlySpan<byte> sha256, Span<byte> signature)
    {
        if (sha256.Length != SHA256.HashSizeInBytes) throw new ArgumentException("A SHA-256 digest has 32 bytes.", nameof(sha256));
        if (signature.Length != SignatureLength) throw new ArgumentException($"A signature has {SignatureLength} bytes.", nameof(signature));

        if (!_key.TrySignHash(sha256, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, out var written) || written != SignatureLength)
            throw new CryptographicException("The key's provider gave no signature of the modulus' length.");
    }

    public void Dispose() => _key.Dispose();

    // A key that was unwrapped wrongly, or whose halves do not belong together, must not be found out by a client.
    private void SignOnce()
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        digest.Clear();
        Span<byte> signature = stackalloc byte[SignatureLength];
        try
        {
            SignHash(digest, signature);
        }
        catch (CryptographicException e)
        {
            throw new ArgumentException("The key cannot sign.", "key", e);
        }

        using var verification = new VerificationKey(PublicJwk);
        if (!verification.VerifyHash(digest, signature)) throw new ArgumentException("The key's halves do not belong together.", "key");
    }

    // A thumbprint ends on a base64 boundary here (66 bytes, 88 characters), so the encoded header can be compared as it is.
    private static byte[] EncodeHeaderStart(string kid)
    {
        var start = Encoding.ASCII.GetBytes("{\"alg\":\"RS256\",\"kid\":\"" + kid + "\"");
        return Base64Url.EncodeToUtf8(start.AsSpan(0, start.Length / 3 * 3));
    }
}
