using System.Security.Cryptography;

namespace Argus.Jose;

/// <summary>A public key made ready to verify RS256 (RFC 7518 §3.3). Thread-safe. Dispose it when nothing verifies with it any more.</summary>
public sealed class VerificationKey : IDisposable
{
    private readonly RSA _key;
    private readonly int _signatureLength;

    public VerificationKey(RsaPublicJwk jwk)
    {
        ArgumentNullException.ThrowIfNull(jwk);
        Jwk = jwk;
        _signatureLength = (jwk.Bits + 7) / 8;
        _key = RSA.Create(jwk.ToParameters());
    }

    public string Kid => Jwk.Kid;

    public RsaPublicJwk Jwk { get; }

    /// <summary>False for a signature of any other length than the modulus' (RFC 8017 §8.2.2), and for any digest that is not of 32 bytes.</summary>
    public bool VerifyHash(ReadOnlySpan<byte> sha256, ReadOnlySpan<byte> signature) =>
        sha256.Length == SHA256.HashSizeInBytes
        && signature.Length == _signatureLength
        && _key.VerifyHash(sha256, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Dispose() => _key.Dispose();
}
