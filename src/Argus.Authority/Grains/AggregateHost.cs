using Argus.Authority.PersonalData;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Grains;

/// <summary>
/// Runs commands on one kind of aggregate: load its stream, decide, append at the version that the decision saw; when somebody was faster, load and decide
/// again. The log's expected version is the only arbiter, within a node and between nodes.
/// </summary>
/// <param name="log">Where the events are.</param>
/// <param name="writer">Makes entries of them.</param>
/// <param name="kind">What the aggregate is.</param>
public sealed class AggregateHost<TState, TEvent>(IEventLog log, EntryWriter writer, AggregateKind<TState, TEvent> kind)
    where TEvent : IDomainEvent
{
    private const int MostTries = 8;

    private readonly Recent<(TenantId, string), Warm>? _warm = kind.KeepWarm > 0 ? new(kind.KeepWarm) : null;

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
        Func<TState, IReadOnlyList<StreamEvents>>? also = null) =>
        await ExecuteAsync(tenant, stream, state => ValueTask.FromResult(decide(state)), origin, cancellation, also).ConfigureAwait(false);

    /// <summary>Runs a command that has to look something up first, by the state.</summary>
    /// <inheritdoc cref="ExecuteAsync(TenantId, string, Func{TState, Decision{TEvent}}, Origin, CancellationToken, Func{TState, IReadOnlyList{StreamEvents}}?)"/>
    public async ValueTask<Outcome> ExecuteAsync(
        TenantId tenant,
        string stream,
        Func<TState, ValueTask<Decision<TEvent>>> decide,
        Origin origin,
        CancellationToken cancellation,
        Func<TState, IReadOnlyList<StreamEvents>>? also = null)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var (state, version, feed) = await LoadAsync(tenant, stream, cancellation).ConfigureAwait(false);
            var decided = new Decided(stream, version, await decide(state).ConfigureAwait(false), kind.About?.Invoke(state)) { Also = also?.Invoke(state) ?? [] };
            if (await TryAsync(tenant, decided, origin, cancellation).ConfigureAwait(false) is { } outcome)
                return outcome with { Feed = outcome.Appended?.Feed ?? feed };
        }

        throw new LogUnavailableException($"{tenant}/{stream} changed under every one of {MostTries} tries.");
    }

    /// <summary>Runs a command on a stream whose name was made for it, and which therefore need not be read first.</summary>
    /// <exception cref="LogUnavailableException">The outcome is not durable, or not known to be.</exception>
    public async ValueTask<Outcome> ExecuteOnNewAsync(
        TenantId tenant, string stream, Func<TState, Decision<TEvent>> decide, Origin origin, CancellationToken cancellation) =>
        await TryAsync(tenant, new Decided(stream, 0, decide(kind.Initial), null), origin, cancellation).ConfigureAwait(false)
        ?? await ExecuteAsync(tenant, stream, decide, origin, cancellation).ConfigureAwait(false);

    private async ValueTask<(TState State, long Version, long? Feed)> LoadAsync(TenantId tenant, string stream, CancellationToken cancellation)
    {
        var (state, version) = _warm?.Find((tenant, stream)) is { } warm ? (warm.State, warm.Version) : (kind.Initial, 0);
        long? feed = null;
        var entries = await log.ReadStreamAsync(tenant.Value, stream, version, cancellation).ConfigureAwait(false);
        foreach (var entry in entries)
        {
            state = EventCodec.Decode(entry.Bytes.Span).Event is TEvent @event
                ? kind.Evolve(state, @event)
                : throw new UnreadableEventException($"Stream {stream} of tenant {tenant} holds a foreign event at position {entry.Position}.");
            feed = entry.Feed ?? feed;
        }

        version += entries.Count;
        if (entries.Count > 0)
            _warm?.Add((tenant, stream), new Warm(state, version));
        return (state, version, feed);
    }

    private async ValueTask<Outcome?> TryAsync(TenantId tenant, Decided decided, Origin origin, CancellationToken cancellation)
    {
        if (decided.Decision.Refusal is { } refusal)
            return new Outcome(refusal, null);
        var events = decided.Decision.Events;
        if (events.Count == 0)
            return new Outcome(null, null);

        var own = new StreamAppend(decided.Stream, decided.Version, await writer.WriteAsync(tenant, events, origin, decided.About).ConfigureAwait(false));
        var append = new Append(tenant.Value, decided.Also.Count == 0 ? [own] : await WithAlsoAsync(tenant, own, decided, origin).ConfigureAwait(false))
        {
            Labels = kind.Labels?.Invoke(decided.Stream, events) ?? [],
        };
        var result = await log.AppendAsync(append, cancellation).ConfigureAwait(false);
        return result is AppendResult.Appended appended ? new Outcome(null, appended) { Feed = appended.Feed } : null;
    }

    private async ValueTask<StreamAppend[]> WithAlsoAsync(TenantId tenant, StreamAppend own, Decided decided, Origin origin)
    {
        var streams = new List<StreamAppend> { own };
        foreach (var (stream, version, events) in decided.Also)
            streams.Add(new StreamAppend(stream, version, await writer.WriteAsync(tenant, events, origin, decided.About).ConfigureAwait(false)));
        return [.. streams];
    }

    private readonly record struct Decided(string Stream, long Version, Decision<TEvent> Decision, SubjectId? About)
    {
        public IReadOnlyList<StreamEvents> Also { get; init; } = [];
    }

    private readonly record struct Warm(TState State, long Version);

    /// <summary>How a command ended: refused, appended, or (neither) already so.</summary>
    public readonly record struct Outcome(Refusal? Refusal, AppendResult.Appended? Appended)
    {
        /// <summary>The feed number of the stream's last standing entry, whoever appended it: a view that shows it knows what the outcome says.</summary>
        public long? Feed { get; init; }
    }
}

/// <summary>What an aggregate is.</summary>
/// <param name="Initial">What a stream without events folds to.</param>
/// <param name="Evolve">Folds one event more.</param>
public sealed record AggregateKind<TState, TEvent>(TState Initial, Func<TState, TEvent, TState> Evolve)
    where TEvent : IDomainEvent
{
    /// <summary>What a stream can be found by from these events on; null for aggregates that nobody lists.</summary>
    public Func<string, IReadOnlyList<TEvent>, IReadOnlyList<StreamLabel>>? Labels { get; init; }

    /// <summary>The user that it is about, as far as the state says; null for aggregates that are about none.</summary>
    public Func<TState, SubjectId?>? About { get; init; }

    /// <summary>How many states are remembered, so that only what came since is read: for streams that grow without end, of events that are not standing.</summary>
    public int KeepWarm { get; init; }
}

/// <summary>Events for another stream than that of the aggregate.</summary>
public sealed record StreamEvents(string Stream, long ExpectedVersion, IReadOnlyList<IDomainEvent> Events);
