using System.Collections.Immutable;
using Argus.Domain.Kernel;

namespace Argus.Domain.LogKeys;

/// <summary>From where to where in the log a key signs its checkpoints.</summary>
/// <param name="Key">The key.</param>
/// <param name="Position">Of its activation: it is good for sizes that are larger.</param>
/// <param name="RetiredAt">NumericDate seconds; null while it signs.</param>
/// <param name="RetiredPosition">Of its retirement: it is good for sizes up to this one.</param>
public sealed record LogKeySpan(LogKeyActivated Key, long Position, long? RetiredAt, long? RetiredPosition)
{
    public bool IsGoodAt(long size) => Position < size && (RetiredPosition is not { } end || size <= end);
}

/// <summary>The history of a log's keys with its positions, oldest first (docs/audit-log-format.md, "Checkpoints").</summary>
public sealed record LogKeySpans(ImmutableArray<LogKeySpan> Keys)
{
    public static LogKeySpans None { get; } = new([]);

    public string? Origin => Keys.IsEmpty ? null : Keys[0].Key.Origin;

    /// <summary>The key that signs now.</summary>
    public LogKeySpan? Active => Keys.LastOrDefault(key => key.RetiredPosition is null);

    public static LogKeySpans Of(IEnumerable<RecordedEvent> history) => history.Aggregate(None, (spans, recorded) => spans.After(recorded));

    public LogKeySpans After(RecordedEvent recorded) => recorded.Event switch
    {
        LogKeyActivated e => new(Keys.Add(new LogKeySpan(e, recorded.Position, null, null))),
        LogKeyRetired e when Keys.FirstOrDefault(key => key.Key.Kid == e.Kid) is { } key =>
            new(Keys.Replace(key, key with { RetiredAt = e.At, RetiredPosition = recorded.Position })),
        _ => throw new UnreadableEventException($"{recorded.Event.GetType().Name} does not follow in the stream of the log's keys."),
    };

    /// <summary>Every key that may sign a checkpoint of that size. Between a new key's activation and the old one's retirement, which are neighbours, there are two.</summary>
    public IEnumerable<LogKeySpan> GoodAt(long size) => Keys.Where(key => key.IsGoodAt(size));
}
