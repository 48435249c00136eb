using Argus.Jose.Receipts;

namespace Argus.ResourceServer.Receipts;

/// <summary>Receipts that make a batch.</summary>
/// <param name="Skipped">How many batches before it were given up for want of room: their numbers are never used.</param>
/// <param name="Receipts">At most <see cref="ReceiptBatch.MostReceipts"/>.</param>
/// <param name="Unlisted">Refused tokens without a right signature for which there was no place, by reason.</param>
internal sealed record CollectedReceipts(long Skipped, IReadOnlyList<Receipt> Receipts, IReadOnlyDictionary<string, long> Unlisted)
{
    /// <summary>For a batch that only tells the keys.</summary>
    public static CollectedReceipts None { get; } = new(0, [], new Dictionary<string, long>());
}
