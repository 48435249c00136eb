using Argus.Authority.Receipts;
using Argus.Domain.Verifiers;

namespace Argus.Server.Admin.Verifiers;

/// <summary>A process of a resource server, and what it has told.</summary>
internal sealed record VerifierResource
{
    /// <summary>The resource server.</summary>
    public required string ClientId { get; init; }

    /// <summary>The name that the process gave itself when it started.</summary>
    public required string Verifier { get; init; }

    /// <summary>Number of its last batch.</summary>
    public required long Seq { get; init; }

    /// <summary>The batches that never came, the latest gaps only.</summary>
    public required IReadOnlyList<ReceiptGap> Gaps { get; init; }

    /// <summary>How many batches never came.</summary>
    public required long Lost { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>The tenant's keys that it knows.</summary>
    public required IEnumerable<string> Kids { get; init; }

    /// <summary>Decisions.</summary>
    public required long Accepted { get; init; }

    /// <summary>Decisions.</summary>
    public required long Rejected { get; init; }

    public static VerifierResource Of(VerifierRecord record) => new()
    {
        ClientId = record.Client.Value,
        Verifier = record.Verifier.Value,
        Seq = record.State.Seq,
        Gaps = record.State.Totals.Gaps,
        Lost = record.State.Totals.Lost,
        LastSeen = DateTimeOffset.FromUnixTimeSeconds(record.State.At),
        Kids = record.State.Kids,
        Accepted = record.State.Totals.Accepted,
        Rejected = record.State.Totals.Rejected,
    };
}
