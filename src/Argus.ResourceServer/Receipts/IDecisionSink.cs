namespace Argus.ResourceServer.Receipts;

/// <summary>Takes note of decisions. Must neither block nor throw.</summary>
internal interface IDecisionSink
{
    /// <param name="decision">What was decided.</param>
    void Record(in VerificationDecision decision);
}

/// <summary>A decision about one presented token.</summary>
/// <param name="Issuer">The trusted issuer that it named; null if none.</param>
/// <param name="JwtId">Its <c>jti</c>, only if the signature was right.</param>
/// <param name="Digest">SHA-256 of <c>header.payload</c>; of the whole text for what is no such token.</param>
/// <param name="Reason">A <see cref="ReasonCode"/>.</param>
internal readonly record struct VerificationDecision(string? Issuer, string? JwtId, ReadOnlyMemory<byte> Digest, string Reason);
