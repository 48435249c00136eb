using Argus.Domain.Kernel;

namespace Argus.Domain.Verifiers;

/// <summary>A batch as a verifier hands it in.</summary>
/// <param name="Digest">SHA-256 of its JWS, base64url.</param>
/// <param name="Previous">The digest of the one that the verifier made before; null if it made none.</param>
/// <param name="Seq">Its number, from 0.</param>
/// <param name="Keys">What the verifier knows of the tenant's keys.</param>
/// <param name="Decisions">What it decided.</param>
public sealed record HandedInBatch(string Digest, string? Previous, long Seq, KnownKeys Keys, TokenDecisions Decisions);

/// <summary>What a verifier knows of a tenant's keys.</summary>
public sealed record KnownKeys(NameSet Kids, long? Age);

/// <summary>What a verifier decided.</summary>
public sealed record TokenDecisions(IReadOnlyList<RecordedReceipt> Listed, SortedDictionary<string, long>? Unlisted);

/// <summary>What may happen to a verifier.</summary>
public static class VerifierDecider
{
    /// <summary>Receipts in one event: its data stay below 32 KiB with the longest of texts.</summary>
    private const int MostInEvent = 100;

    /// <summary>
    /// Takes a batch. The last one again, because its answer was lost, changes nothing; batches that are missing before it are told by the event; what goes back,
    /// or goes on from something else than the last one, is refused.
    /// </summary>
    public static Decision<IVerifierEvent> Record(VerifierState state, HandedInBatch batch, DateTimeOffset now)
    {
        if (state.Exists && batch.Seq == state.Seq && batch.Digest == state.Digest)
            return Array.Empty<IVerifierEvent>();
        if (state.Exists && batch.Seq <= state.Seq)
            return new Refusal("receipts_out_of_order", $"Batch {batch.Seq} after {state.Seq}");

        var due = state.Exists ? state.Seq + 1 : 0;
        if (batch.Seq == due && batch.Previous != (state.Exists ? state.Digest : null))
            return new Refusal("receipts_chain_broken", $"Batch {batch.Seq} does not go on from the one before");

        var gap = batch.Seq > due ? new ReceiptGap(due, batch.Seq - 1) : null;
        var parts = batch.Decisions.Listed.Chunk(MostInEvent).ToArray();
        var first = new ReceiptsRecorded(
            Math.Max(now.ToUnixTimeSeconds(), state.At),
            batch.Digest,
            gap,
            batch.Keys.Age,
            batch.Keys.Kids,
            parts.FirstOrDefault([]),
            batch.Seq,
            Total(state.Totals, gap, batch.Decisions),
            batch.Decisions.Unlisted);
        return (IVerifierEvent[])[first, .. parts.Skip(1).Select(part => new ReceiptsContinued(part, batch.Seq))];
    }

    private static VerifierTotals Total(VerifierTotals before, ReceiptGap? gap, TokenDecisions decisions)
    {
        var accepted = decisions.Listed.Where(receipt => receipt.Reason == RecordedReceipt.Accepted).Sum(receipt => receipt.Count);
        var all = decisions.Listed.Sum(receipt => receipt.Count) + (decisions.Unlisted?.Values.Sum() ?? 0);
        return new VerifierTotals(
            Add(before.Accepted, accepted),
            gap is null ? before.Gaps : [.. before.Gaps.TakeLast(VerifierTotals.MostGaps - 1), gap],
            Add(before.Lost, gap is null ? 0 : gap.To - gap.From + 1),
            Add(before.Rejected, all - accepted));
    }

    /// <summary>The counts are the verifier's word, and there is no end to what it may say; what JSON can hold has one.</summary>
    private static long Add(long before, long more) => Math.Min(VerifierTotals.Most, before + Math.Min(VerifierTotals.Most, more));
}
