using System.Security.Cryptography;

namespace Argus.Jose.ClientProofs;

/// <summary>RSA of 2048 to 4096 bits, for RS256 and PS256.</summary>
internal sealed class RsaProofKey(RsaPublicJwk jwk) : IProofKey
{
    public string Thumbprint => jwk.Thumbprint;

    public bool Fits(ProofAlgorithm algorithm) => algorithm is ProofAlgorithm.PS256 or ProofAlgorithm.RS256;

    public bool VerifyHash(ProofAlgorithm algorithm, ReadOnlySpan<byte> sha256, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != (jwk.Bits + 7) / 8) return false;

        using var rsa = RSA.Create(jwk.ToParameters());
        var padding = algorithm == ProofAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return rsa.VerifyHash(sha256, signature, HashAlgorithmName.SHA256, padding);
    }
}
