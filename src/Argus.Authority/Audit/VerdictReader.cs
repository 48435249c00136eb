using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Audit;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Domain.Verdicts;
using Argus.Log;

namespace Argus.Authority.Audit;

/// <summary>
/// Says what a token was worth at a moment, from the streams of the log that it stands or falls with. The views only say which those are, and forget none. That it was asked is an event of
/// the log itself.
/// </summary>
public sealed class VerdictReader(IEventLog log, Aggregates aggregates, FeedFollower views, TimeProvider clock)
{
    /// <param name="tenant">Whose token.</param>
    /// <param name="token">Its name.</param>
    /// <param name="at">Of which moment; of one to come, as things are now.</param>
    /// <param name="origin">Who asks.</param>
    /// <exception cref="LogUnavailableException">The log does not answer, or not up to that moment, or does not take that it was read.</exception>
    public async Task<TokenVerdict> ReadAsync(TenantView tenant, Jti token, DateTimeOffset at, Origin origin)
    {
        views.ThrowIfTooOldToAnswer();
        if (at > clock.GetUtcNow() - views.Age)
            await views.NextPageAsync().ConfigureAwait(false);

        var recorded = await log.ReadIssuanceAsync(tenant.Id, token).ConfigureAwait(false);
        var issued = recorded is null ? null : IssuedToken.Of(recorded, token);
        var history = issued is null ? [] : await HistoryAsync(tenant, issued).ConfigureAwait(false);
        var verdict = VerdictDecider.Decide(issued, history, at);

        var id = Jti.From(Guid.CreateVersion7(clock.GetUtcNow())).Value;
        var read = new EventsRead(null, verdict.Evidence.Count, null, IssuedToken.PlaceOf(token).Stream, null);
        await aggregates.RecordAsync(tenant.Id, $"audit:{id}", read, origin).ConfigureAwait(false);
        return verdict;
    }

    private async Task<IEnumerable<RecordedEvent>> HistoryAsync(TenantView tenant, IssuedToken issued)
    {
        var streams = issued.Streams()
            .Concat(issued.Subjects().Select(tenant.StreamOf).OfType<string>())
            .Concat(issued.Peers().SelectMany(peer => tenant.NamesOfPeer(peer.Issuer)).Select(PeerState.StreamOf))
            .Distinct(StringComparer.Ordinal);
        var history = new List<RecordedEvent>();
        foreach (var stream in streams)
            history.AddRange(await log.ReadEventsAsync(tenant.Id, stream).ConfigureAwait(false));

        var bounds = issued.Holders().SelectMany(holder => tenant.Revoked.EntriesOf(holder.Subject, holder.Client ?? default)).Distinct();
        foreach (var position in bounds.Except(history.Select(recorded => recorded.Position).ToHashSet()))
            history.Add(await ReadAsync(tenant.Id, position).ConfigureAwait(false));
        return history.OrderBy(recorded => recorded.Position);
    }

    private async Task<RecordedEvent> ReadAsync(TenantId tenant, long position)
    {
        await foreach (var entry in log.ReadAsync(tenant.Value, position, position + 1, CancellationToken.None).ConfigureAwait(false))
            return EventCodec.Decode(entry.Bytes.Span);
        throw new UnreadableEventException($"The log of {tenant} has no entry {position}, which its feed had.");
    }
}
