using Argus.Domain.Kernel;

namespace Argus.Domain.Verifiers;

/// <summary>A verifier, folded from its stream. Any batch's event says enough to begin with it.</summary>
public sealed record VerifierState
{
    public const string StreamPrefix = "verifier:";

    /// <summary>A stream is given its labels anew so often, by the batch that comes then: who looks for verifiers that were heard lately looks back a little further.</summary>
    public static readonly TimeSpan LabelInterval = TimeSpan.FromMinutes(15);

    /// <summary>And after so many events: who begins in the middle of the stream reads no more than these.</summary>
    private const int LabelAfterEvents = 256;

    public static VerifierState Initial { get; } = new();

    public bool Exists { get; private init; }

    /// <summary>When it was last heard (NumericDate seconds).</summary>
    public long At { get; private init; }

    /// <summary>Number of its last batch.</summary>
    public long Seq { get; private init; }

    /// <summary>Of its last batch.</summary>
    public string Digest { get; private init; } = "";

    public NameSet Kids { get; private init; } = NameSet.Empty;

    public VerifierTotals Totals { get; private init; } = VerifierTotals.None;

    /// <summary>How many events its stream has.</summary>
    public long Version { get; private init; }

    private long LabelledAt { get; init; }

    private long LabelledVersion { get; init; }

    public static string StreamOf(ClientId client, VerifierId verifier) => $"{StreamPrefix}{client}:{verifier}";

    /// <returns>False for a stream that is none of a verifier.</returns>
    public static bool TryName(string stream, out ClientId client, out VerifierId verifier)
    {
        (client, verifier) = (default, default);
        var last = stream.LastIndexOf(':');
        return last > StreamPrefix.Length && stream.StartsWith(StreamPrefix, StringComparison.Ordinal)
            && ClientId.TryParse(stream[StreamPrefix.Length..last], out client) && VerifierId.TryParse(stream[(last + 1)..], out verifier);
    }

    /// <summary>For who reads the stream from a batch's event on that has labels.</summary>
    /// <param name="version">That event's.</param>
    public static VerifierState From(long version) => new() { Version = version };

    public static VerifierState Evolve(VerifierState state, IVerifierEvent @event) => @event switch
    {
        ReceiptsRecorded e => state.After(e),
        ReceiptsContinued => state with { Version = state.Version + 1 },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a verifier."),
    };

    /// <summary>Whether the append of a batch at this time puts the labels on the stream by which it is found.</summary>
    public bool IsLabelDue(long at) => !Exists || at - LabelledAt >= LabelInterval.TotalSeconds || Version - LabelledVersion >= LabelAfterEvents;

    private VerifierState After(ReceiptsRecorded e)
    {
        var isLabelled = IsLabelDue(e.At);
        return this with
        {
            Exists = true,
            At = e.At,
            Seq = e.Seq,
            Digest = e.Digest,
            Kids = e.Kids,
            Totals = e.Totals,
            Version = Version + 1,
            LabelledAt = isLabelled ? e.At : LabelledAt,
            LabelledVersion = isLabelled ? Version : LabelledVersion,
        };
    }
}
