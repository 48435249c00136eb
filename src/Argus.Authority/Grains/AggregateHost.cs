using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Grains;

/// <summary>
/// Runs commands on one kind of aggregate: load its stream, decide, append at the version that the decision saw; when somebody was faster, load and decide
/// again. The log's expected version is the only arbiter, within a node and between nodes.
/// </summary>
/// <param name="log">Where the events are.</param>
/// <param name="initial">What a stream without events folds to.</param>
/// <param name="evolve">Folds one event more.</param>
/// <param name="labels">What a stream can be found by from these events on; null for aggregates that nobody lists.</param>
/// <param name="keepWarm">How many states are remembered, so that only what came since is read: for streams that grow without end, of events that are not standing.</param>
public sealed class AggregateHost<TState, TEvent>(
    IEventLog log,
    TState initial,
    Func<TState, TEvent, TState> evolve,
    Func<string, IReadOnlyList<TEvent>, IReadOnlyList<StreamLabel>>? labels = null,
    int keepWarm = 0)
    where TEvent : IDomainEvent
{
    private const int MostTries = 8;

    private readonly Recent<(TenantId, string), Warm>? _warm = keepWarm > 0 ? new(keepWarm) : null;

    /// <summary>The state by the log as it is now.</summary>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<TState> ReadAsync(TenantId tenant, string stream) => (await LoadAsync(tenant, stream, CancellationToken.None).ConfigureAwait(false)).State;

    /// <summary>Runs a command on whatever the stream holds.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="stream">Which.</param>
    /// <param name="decide">The command.</param>
    /// <param name="origin">Who asks.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="also">What follows from the events in other streams, by the state that was decided on: it enters the log in the same append, or neither does.</param>
    /// <exception cref="LogUnavailableException">The outcome is not durable, or not known to be.</exception>
    public async ValueTask<Outcome> ExecuteAsync(
        TenantId tenant,
        string stream,
        Func<TState, Decision<TEvent>> decide,
        Origin origin,
        CancellationToken cancellation,
        Func<TState, StreamAppend[]>? also = null)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var (state, version, feed) = await LoadAsync(tenant, stream, cancellation).ConfigureAwait(false);
            if (await TryAsync(tenant, stream, version, decide(state), also?.Invoke(state) ?? [], origin, cancellation).ConfigureAwait(false) is { } outcome)
                return outcome with { Feed = outcome.Appended?.Feed ?? feed };
        }

        throw new LogUnavailableException($"{tenant}/{stream} changed under every one of {MostTries} tries.");
    }

    /// <summary>Runs a command on a stream whose name was made for it, and which therefore need not be read first.</summary>
    /// <exception cref="LogUnavailableException">The outcome is not durable, or not known to be.</exception>
    public async ValueTask<Outcome> ExecuteOnNewAsync(
        TenantId tenant, string stream, Func<TState, Decision<TEvent>> decide, Origin origin, CancellationToken cancellation) =>
        await TryAsync(tenant, stream, 0, decide(initial), [], origin, cancellation).ConfigureAwait(false)
        ?? await ExecuteAsync(tenant, stream, decide, origin, cancellation).ConfigureAwait(false);

    private async ValueTask<(TState State, long Version, long? Feed)> LoadAsync(TenantId tenant, string stream, CancellationToken cancellation)
    {
        var (state, version) = _warm?.Find((tenant, stream)) is { } warm ? (warm.State, warm.Version) : (initial, 0);
        long? feed = null;
        var entries = await log.ReadStreamAsync(tenant.Value, stream, version, cancellation).ConfigureAwait(false);
        foreach (var entry in entries)
        {
            state = EventCodec.Decode(entry.Bytes.Span).Event is TEvent @event
                ? evolve(state, @event)
                : throw new UnreadableEventException($"Stream {stream} of tenant {tenant} holds a foreign event at position {entry.Position}.");
            feed = entry.Feed ?? feed;
        }

        version += entries.Count;
        if (entries.Count > 0)
            _warm?.Add((tenant, stream), new Warm(state, version));
        return (state, version, feed);
    }

    private async ValueTask<Outcome?> TryAsync(
        TenantId tenant, string stream, long version, Decision<TEvent> decision, StreamAppend[] also, Origin origin, CancellationToken cancellation)
    {
        if (decision.Refusal is { } refusal)
            return new Outcome(refusal, null);
        if (decision.Events.Count == 0)
            return new Outcome(null, null);

        var entries = new NewEntry[decision.Events.Count];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = Entries.Of(decision.Events[i], origin);
        var append = new Append(tenant.Value, [new StreamAppend(stream, version, entries), .. also]) { Labels = labels?.Invoke(stream, decision.Events) ?? [] };
        var result = await log.AppendAsync(append, cancellation).ConfigureAwait(false);
        return result is AppendResult.Appended appended ? new Outcome(null, appended) { Feed = appended.Feed } : null;
    }

    private readonly record struct Warm(TState State, long Version);

    /// <summary>How a command ended: refused, appended, or (neither) already so.</summary>
    public readonly record struct Outcome(Refusal? Refusal, AppendResult.Appended? Appended)
    {
        /// <summary>The feed number of the stream's last standing entry, whoever appended it: a view that shows it knows what the outcome says.</summary>
        public long? Feed { get; init; }
    }
}
