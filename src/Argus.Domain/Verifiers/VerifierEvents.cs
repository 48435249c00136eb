using Argus.Domain.Kernel;

namespace Argus.Domain.Verifiers;

// Members stand in the order of their names, as canonical JSON has them. Times are NumericDate seconds (RFC 7519 §2).

/// <summary>What is said in the stream of one verifier.</summary>
public interface IVerifierEvent : IDomainEvent;

/// <summary>A verifier has handed in a batch of receipts. What does not fit in here stands in <see cref="ReceiptsContinued"/>, in the same append.</summary>
/// <param name="At">When it was taken.</param>
/// <param name="Digest">SHA-256 of the batch's JWS, base64url.</param>
/// <param name="Gap">The batches that are missing before this one, if some are.</param>
/// <param name="JwksAge">Seconds since the verifier last heard that <paramref name="Kids"/> are the tenant's keys; null if it never did.</param>
/// <param name="Kids">The tenant's keys that the verifier knows.</param>
/// <param name="Receipts">By token.</param>
/// <param name="Seq">The batch's number among the verifier's, from 0.</param>
/// <param name="Totals">Of this verifier, this batch included.</param>
/// <param name="Unlisted">Refused tokens that the verifier did not list one by one, by reason; null for none.</param>
public sealed record ReceiptsRecorded(
    long At,
    string Digest,
    ReceiptGap? Gap,
    long? JwksAge,
    NameSet Kids,
    IReadOnlyList<RecordedReceipt> Receipts,
    long Seq,
    VerifierTotals Totals,
    SortedDictionary<string, long>? Unlisted) : IVerifierEvent;

/// <summary>More receipts of the batch before.</summary>
public sealed record ReceiptsContinued(IReadOnlyList<RecordedReceipt> Receipts, long Seq) : IVerifierEvent;

/// <summary>What a verifier decided about one token.</summary>
/// <param name="Count">How often.</param>
/// <param name="Digest">SHA-256 of the token's <c>header.payload</c>, base64url.</param>
/// <param name="FirstSeen">When first, by the verifier's clock.</param>
/// <param name="Jti">The token's <c>jti</c>, if its signature was right.</param>
/// <param name="Reason"><c>accepted</c>, or why not.</param>
public sealed record RecordedReceipt(
    long Count,
    string Digest,
    long FirstSeen,
    string? Jti,
    [property: System.Text.Json.Serialization.JsonConverter(typeof(RecurringTextConverter))] string Reason)
{
    public const string Accepted = "accepted";
}

/// <summary>Batches that were never handed in.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
public sealed record ReceiptGap(long From, long To);

/// <summary>All that a verifier has told. It stands in every batch's event, so that nobody has to read a verifier's whole stream.</summary>
/// <param name="Accepted">Decisions.</param>
/// <param name="Gaps">The latest, oldest first.</param>
/// <param name="Lost">Batches that are missing.</param>
/// <param name="Rejected">Decisions.</param>
public sealed record VerifierTotals(long Accepted, IReadOnlyList<ReceiptGap> Gaps, long Lost, long Rejected)
{
    public const int MostGaps = 16;

    /// <summary>Where counting ends: the largest integer that every reader of JSON has (RFC 7493 §2.2).</summary>
    public const long Most = (1L << 53) - 1;

    public static VerifierTotals None { get; } = new(0, [], 0, 0);
}

/// <summary>
/// A verifier's key signed a batch that does not go on from what the verifier said before: somebody replays, or two processes say they are one. Not an event of
/// the verifier: it changes nothing there.
/// </summary>
/// <param name="ClientId">Whose key.</param>
/// <param name="Digest">SHA-256 of the batch's JWS, base64url.</param>
/// <param name="Reason">Which rule it breaks.</param>
/// <param name="Seq">Its number.</param>
/// <param name="Verifier">Who it says it is.</param>
public sealed record ReceiptsRefused(ClientId ClientId, string Digest, string Reason, long Seq, VerifierId Verifier) : IDomainEvent
{
    /// <summary>One for each batch: who sends it again and again does not fill the log.</summary>
    public static string StreamOf(string digest) => $"receipts-refused:{digest}";
}
