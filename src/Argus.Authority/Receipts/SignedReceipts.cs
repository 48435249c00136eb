using Argus.Domain.Kernel;
using Argus.Domain.Verifiers;
using Argus.Jose.Receipts;

namespace Argus.Authority.Receipts;

/// <summary>A batch that its resource server has signed.</summary>
/// <param name="Client">Whose key it was.</param>
/// <param name="Verifier">Which of its processes says it.</param>
/// <param name="Digest">SHA-256 of the JWS, base64url.</param>
/// <param name="Batch">What it says.</param>
public sealed record SignedReceipts(ClientId Client, VerifierId Verifier, string Digest, ReceiptBatch Batch)
{
    public string Stream => VerifierState.StreamOf(Client, Verifier);

    /// <summary>In the terms of the domain. Of the keys that it names only what can be one of the tenant's counts.</summary>
    internal HandedInBatch ToHandedIn() => new(
        Digest,
        Batch.Previous,
        Batch.Sequence,
        new KnownKeys(NameSet.Of(Batch.Kids.Where(kid => Kid.TryParse(kid, out _))), Batch.KeysAge),
        new TokenDecisions(
            [.. Batch.Receipts.Select(receipt => new RecordedReceipt(receipt.Count, receipt.Digest, receipt.FirstSeen, receipt.JwtId, receipt.Reason))],
            Batch.Unlisted.Count == 0 ? null : new SortedDictionary<string, long>(Batch.Unlisted.ToDictionary(), StringComparer.Ordinal)));
}
