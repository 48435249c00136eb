using Argus.Authority.PersonalData;
using Argus.Domain.Kernel;
using Argus.Domain.Verifiers;
using Argus.Log;

namespace Argus.Authority.Receipts;

/// <summary>
/// The verifiers of all tenants. What this node knows of one is kept while it is warm; for one that it does not know, it reads the stream from the last entry
/// with a label on, for such a stream may be long. Between nodes the log's expected version arbitrates.
/// </summary>
public sealed class VerifierGrains(IEventLog log, EntryWriter writer, TimeProvider clock)
{
    private const int GenerationSize = 4_096;
    private const int MostTries = 8;

    private readonly Recent<(TenantId, string), Warm> _warm = new(GenerationSize);

    /// <summary>Puts a batch on record.</summary>
    /// <returns>Why it was refused, if it was; else whether it is new, rather than on record already.</returns>
    /// <exception cref="LogUnavailableException">It is not durable, or not known to be.</exception>
    public async ValueTask<(Refusal? Refusal, bool IsNew)> RecordAsync(TenantId tenant, SignedReceipts receipts, Origin origin)
    {
        var stream = receipts.Stream;
        var warm = _warm.Find((tenant, stream));
        var (state, isCurrent) = (warm?.State ?? await ReadOnAsync(tenant, stream, null).ConfigureAwait(false), warm is null);
        var batch = receipts.ToHandedIn();
        for (var tries = 0; tries < MostTries; tries++)
        {
            var decision = VerifierDecider.Record(state, batch, clock.GetUtcNow());
            if (decision.Events.Count > 0 && await AppendAsync(tenant, stream, state, decision.Events, origin).ConfigureAwait(false))
                return (null, true);
            if (decision.Events.Count == 0 && isCurrent)
                return (decision.Refusal, false);

            // Another node was faster; or what is kept here decided that there is nothing to do, and only the log can say that.
            state = await ReadOnAsync(tenant, stream, state).ConfigureAwait(false);
            isCurrent = true;
        }

        throw new LogUnavailableException($"{tenant}/{stream} changed under every one of {MostTries} tries.");
    }

    /// <summary>A verifier by the log as it is now.</summary>
    /// <exception cref="LogUnavailableException"/>
    public ValueTask<VerifierState> ReadAsync(TenantId tenant, string stream) => ReadOnAsync(tenant, stream, _warm.Find((tenant, stream))?.State);

    private async ValueTask<bool> AppendAsync(TenantId tenant, string stream, VerifierState state, IReadOnlyList<IVerifierEvent> events, Origin origin)
    {
        var entries = await writer.WriteAsync(tenant, events, origin).ConfigureAwait(false);
        var append = new Append(tenant.Value, new StreamAppend(stream, state.Version, entries))
        {
            Labels = [.. VerifierLabels.Of(stream, state, events[0]).Select(label => new StreamLabel(stream, label))],
        };
        if (await log.AppendAsync(append, CancellationToken.None).ConfigureAwait(false) is not AppendResult.Appended)
            return false;
        _warm.Add((tenant, stream), new Warm(events.Aggregate(state, VerifierState.Evolve)));
        return true;
    }

    private async ValueTask<VerifierState> ReadOnAsync(TenantId tenant, string stream, VerifierState? known)
    {
        var state = known ?? await BeginAsync(tenant, stream).ConfigureAwait(false);
        foreach (var entry in await log.ReadStreamAsync(tenant.Value, stream, state.Version, CancellationToken.None).ConfigureAwait(false))
        {
            state = EventCodec.Decode(entry.Bytes.Span).Event is IVerifierEvent @event
                ? VerifierState.Evolve(state, @event)
                : throw new UnreadableEventException($"Stream {stream} of tenant {tenant} holds a foreign event at position {entry.Position}.");
        }

        if (state.Exists)
            _warm.Add((tenant, stream), new Warm(state));
        return state;
    }

    private async ValueTask<VerifierState> BeginAsync(TenantId tenant, string stream)
    {
        var labelled = await log.FindStreamsAsync(tenant.Value, stream, null, 1, CancellationToken.None).ConfigureAwait(false);
        if (labelled is not [var latest])
            return VerifierState.Initial;
        await foreach (var entry in log.ReadAsync(tenant.Value, latest.Position, CancellationToken.None).ConfigureAwait(false))
            return VerifierState.From(entry.StreamVersion);
        throw new UnreadableEventException($"The label of stream {stream} of tenant {tenant} is at no entry.");
    }

    private readonly record struct Warm(VerifierState State);
}
