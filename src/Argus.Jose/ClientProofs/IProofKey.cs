namespace Argus.Jose.ClientProofs;

/// <summary>One kind of public key. The platform's object is made for each signature: a proof's key is seen once and belongs to a stranger.</summary>
internal interface IProofKey
{
    /// <summary>RFC 7638, SHA-256, base64url.</summary>
    string Thumbprint { get; }

    bool Fits(ProofAlgorithm algorithm);

    /// <summary>The algorithm fits. False for a signature of another length than the key's.</summary>
    bool VerifyHash(ProofAlgorithm algorithm, ReadOnlySpan<byte> sha256, ReadOnlySpan<byte> signature);
}
