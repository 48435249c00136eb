using Argus.Authority.PersonalData;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Families;

/// <summary>
/// The families of tokens: each has its turns one after the other in this node, and its state is kept while it is warm. Between nodes the log's expected
/// version arbitrates: whoever decided on what was not the end of the stream reads on and decides again.
/// </summary>
public sealed class FamilyGrains(IEventLog log, EntryWriter writer, AuthorityOptions options)
{
    private const int GenerationSize = 32_768;
    private const int Stripes = 4_096;
    private const int MostTries = 64;

    private readonly Recent<(TenantId, FamilyId), Warm> _warm = new(GenerationSize);
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1))];

    /// <summary>
    /// Takes a turn. The step may run several times, on a newer state each time; what it decided holds only when this returns.
    /// </summary>
    /// <param name="tenant">Whose family.</param>
    /// <param name="family">Which.</param>
    /// <param name="step">Decides, by the state.</param>
    /// <param name="origin">Who asks.</param>
    /// <exception cref="LogUnavailableException">Nobody knows how it ended, or those before it have not ended in time.</exception>
    public async ValueTask<FamilyTurn<T>> TakeTurnAsync<T>(TenantId tenant, FamilyId family, Func<FamilyState, ValueTask<FamilyStep<T>>> step, Origin origin)
    {
        var turn = _turns[(int)(uint)(family.Bits % Stripes)];
        // While the log does not answer, each holds its turn until it gives up: whoever waits must not wait for all of them.
        if (!await turn.WaitAsync(options.AppendTimeout).ConfigureAwait(false))
            throw new LogUnavailableException("Those who came before at the family wait for the log.");
        try
        {
            return await DecideAsync(tenant, family, step, origin).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Takes a turn that only decides.</summary>
    /// <returns>Why nothing happened; null if it did, or had already.</returns>
    /// <inheritdoc cref="TakeTurnAsync"/>
    public async ValueTask<Refusal?> ExecuteAsync(TenantId tenant, FamilyId family, Func<FamilyState, Decision<IFamilyEvent>> decide, Origin origin)
    {
        var turn = await TakeTurnAsync(tenant, family, Step, origin).ConfigureAwait(false);
        return turn.Result;

        ValueTask<FamilyStep<Refusal?>> Step(FamilyState state)
        {
            var decision = decide(state);
            return ValueTask.FromResult(new FamilyStep<Refusal?>(decision.Refusal, decision.Events));
        }
    }

    /// <summary>The family's state by the log as it is now.</summary>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<FamilyState> ReadAsync(TenantId tenant, FamilyId family)
    {
        var known = _warm.Find((tenant, family)) ?? Warm.Nothing;
        return (await ReadOnAsync(tenant, family, known).ConfigureAwait(false)).State;
    }

    /// <summary>The family's state as it was when this node last had to do with it; null if it did not, or not lately.</summary>
    public FamilyState? FindWarm(TenantId tenant, FamilyId family) => _warm.Find((tenant, family))?.State;

    /// <summary>What the family's last rotation kept beside the log; null if that is over.</summary>
    /// <exception cref="LogUnavailableException"/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadSuccessorAsync(TenantId tenant, FamilyId family) =>
        log.ReadBesideAsync(tenant.Value, Successor.KeyOf(family), CancellationToken.None);

    private async ValueTask<FamilyTurn<T>> DecideAsync<T>(
        TenantId tenant, FamilyId family, Func<FamilyState, ValueTask<FamilyStep<T>>> step, Origin origin)
    {
        var warm = _warm.Find((tenant, family));
        var known = warm ?? await ReadOnAsync(tenant, family, Warm.Nothing).ConfigureAwait(false);
        var isCurrent = warm is null;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var decided = await step(known.State).ConfigureAwait(false);
            if (decided.Events.Count > 0 && await AppendAsync(tenant, family, known, decided, origin).ConfigureAwait(false) is { } appended)
                return new FamilyTurn<T>(decided.Result, appended) { Feed = appended.Feed ?? known.Feed };
            if (decided.Events.Count == 0 && isCurrent)
                return new FamilyTurn<T>(decided.Result, null) { Feed = known.Feed };

            // Another node was faster; or what is kept here decided that there is nothing to do, and only the log can say that.
            known = await ReadOnAsync(tenant, family, known).ConfigureAwait(false);
            isCurrent = true;
        }

        throw new LogUnavailableException($"{tenant}/{FamilyState.StreamOf(family)} changed under every one of {MostTries} tries.");
    }

    private async ValueTask<AppendResult.Appended?> AppendAsync<T>(
        TenantId tenant, FamilyId family, Warm known, FamilyStep<T> decided, Origin origin)
    {
        var state = known.State;
        var entries = await writer.WriteAsync(tenant, decided.Events, origin, state.Grant?.Subject).ConfigureAwait(false);
        var stream = FamilyState.StreamOf(family);
        var append = new Append(tenant.Value, new StreamAppend(stream, state.Version, entries))
        {
            Beside = decided.Beside is { } beside ? [beside] : [],
            Labels = LabelsOf(stream, decided.Events),
        };

        // Not cancelled with the request: an append under way is finished, whoever still listens.
        if (await log.AppendAsync(append, CancellationToken.None).ConfigureAwait(false) is not AppendResult.Appended appended)
            return null;
        for (var i = 0; i < entries.Length; i++)
            state = FamilyState.Evolve(state, decided.Events[i], appended.CommitTime, appended.FirstPosition + i);
        _warm.Add((tenant, family), new Warm(state, appended.Feed ?? known.Feed));
        return appended;
    }

    private static IReadOnlyList<StreamLabel> LabelsOf(string stream, IReadOnlyList<IFamilyEvent> events)
    {
        List<StreamLabel>? labels = null;
        foreach (var @event in events)
        {
            foreach (var label in FamilyLabels.Of(@event))
                (labels ??= []).Add(new StreamLabel(stream, label));
        }

        return labels ?? (IReadOnlyList<StreamLabel>)[];
    }

    private async ValueTask<Warm> ReadOnAsync(TenantId tenant, FamilyId family, Warm known)
    {
        var (state, feed) = known;
        var stream = FamilyState.StreamOf(family);
        var entries = await log.ReadStreamAsync(tenant.Value, stream, state.Version, CancellationToken.None).ConfigureAwait(false);
        foreach (var entry in entries)
        {
            var recorded = EventCodec.Decode(entry.Bytes.Span);
            state = recorded.Event is IFamilyEvent @event
                ? FamilyState.Evolve(state, @event, recorded.Time, recorded.Position)
                : throw new UnreadableEventException($"Stream {stream} of tenant {tenant} holds a foreign event at position {entry.Position}.");
            feed = entry.Feed ?? feed;
        }

        var read = new Warm(state, feed);
        if (entries.Count > 0)
            _warm.Add((tenant, family), read);
        return read;
    }

    /// <param name="State">As of the stream's last known entry.</param>
    /// <param name="Feed">The feed number of its last standing entry, if it has one.</param>
    private readonly record struct Warm(FamilyState State, long? Feed)
    {
        public static Warm Nothing { get; } = new(FamilyState.Initial, null);
    }
}
