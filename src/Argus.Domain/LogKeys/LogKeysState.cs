using System.Collections.Immutable;
using Argus.Domain.Kernel;

namespace Argus.Domain.LogKeys;

/// <summary>The keys of a tenant's log, folded from their stream, oldest first.</summary>
public sealed record LogKeysState
{
    public const string Stream = "log-keys";

    public static LogKeysState Initial { get; } = new();

    public ImmutableArray<LogKeyState> Keys { get; private init; } = [];

    /// <summary>The latest time in the stream: it never runs back, whatever a node's clock does.</summary>
    public long LatestAt { get; private init; }

    /// <summary>The key that signs: the latest that is not retired.</summary>
    public LogKeyState? Active => Keys.LastOrDefault(key => key.RetiredAt is null);

    /// <summary>The log's name, the same for its whole life; null before the first key.</summary>
    public string? Origin => Keys.IsEmpty ? null : Keys[0].Key.Origin;

    public LogKeyState? Find(Kid kid) => Keys.FirstOrDefault(key => key.Key.Kid == kid);

    public static LogKeysState Evolve(LogKeysState state, ILogKeyEvent @event) => @event switch
    {
        LogKeyActivated e when state.Find(e.Kid) is null => state.At(e.At) with { Keys = state.Keys.Add(new LogKeyState(e, null)) },
        LogKeyRetired e when state.Find(e.Kid) is { } key => state.At(e.At) with { Keys = state.Keys.Replace(key, key with { RetiredAt = e.At }) },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} of key {@event.Kid} does not follow in the stream of the log's keys."),
    };

    private LogKeysState At(long at) => this with { LatestAt = Math.Max(LatestAt, at) };
}

/// <summary>A key of the log.</summary>
/// <param name="Key">As it was taken into use.</param>
/// <param name="RetiredAt">When another took its place (NumericDate seconds); null while it signs.</param>
public sealed record LogKeyState(LogKeyActivated Key, long? RetiredAt);
