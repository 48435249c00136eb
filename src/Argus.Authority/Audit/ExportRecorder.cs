using Argus.Authority.Grains;
using Argus.Domain.Audit;
using Argus.Domain.Kernel;
using Argus.Log;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Audit;

/// <summary>
/// Puts on record that somebody takes the log's entries away. The first bundle of a caller is on record before it is given out; what follows is counted, and
/// written every thirty seconds: an export of ten million entries is a few events, not one for each bundle.
/// </summary>
public sealed partial class ExportRecorder(Aggregates aggregates, TimeProvider clock, ILogger<ExportRecorder> logger)
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RoundInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(TenantId Tenant, string Actor), Taken> _taken = [];

    /// <summary>A caller is about to be given a bundle.</summary>
    /// <param name="tenant">Whose entries.</param>
    /// <param name="from">The first position in it.</param>
    /// <param name="to">The last.</param>
    /// <param name="origin">Who asks.</param>
    /// <exception cref="LogUnavailableException">It cannot be recorded, and must not be given out.</exception>
    public async ValueTask TakeAsync(TenantId tenant, long from, long to, Origin origin)
    {
        var caller = (tenant, origin.Actor);
        lock (_gate)
        {
            if (_taken.TryGetValue(caller, out var taken))
            {
                taken.Add(from, to, origin);
                return;
            }

            _taken[caller] = new Taken(clock.GetTimestamp(), origin);
        }

        try
        {
            await RecordAsync(tenant, new EntriesExported(1, from, to), origin).ConfigureAwait(false);
        }
        catch
        {
            // The next one is the first again, unless others were counted meanwhile.
            lock (_gate)
            {
                if (_taken.TryGetValue(caller, out var taken) && taken.Bundles == 0)
                    _taken.Remove(caller);
            }

            throw;
        }
    }

    /// <summary>Writes what was counted until cancelled, and then the rest.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await Rounds.EveryAsync(RoundInterval, clock, _ => TryFlushAsync(all: false), cancellation).ConfigureAwait(false);
        await TryFlushAsync(all: true).ConfigureAwait(false);
    }

    /// <summary>Writes what has waited for thirty seconds, or everything.</summary>
    /// <exception cref="LogUnavailableException">What is not written waits on.</exception>
    public async Task FlushAsync(bool all)
    {
        KeyValuePair<(TenantId Tenant, string Actor), Taken>[] due;
        lock (_gate)
            due = [.. _taken.Where(entry => all || clock.GetElapsedTime(entry.Value.Since) >= FlushInterval)];
        foreach (var (caller, taken) in due)
        {
            EntriesExported? @event;
            lock (_gate)
            {
                @event = taken.Counted();
                if (@event is null)
                    _taken.Remove(caller);
            }

            if (@event is null)
                continue;
            await RecordAsync(caller.Tenant, @event, taken.Origin).ConfigureAwait(false);
            lock (_gate)
                taken.Written(@event, clock.GetTimestamp());
        }
    }

    private async Task TryFlushAsync(bool all)
    {
        try
        {
            await FlushAsync(all).ConfigureAwait(false);
        }
        catch (LogUnavailableException e)
        {
            LogWaiting(logger, e.Message);
        }
    }

    private async ValueTask RecordAsync(TenantId tenant, EntriesExported @event, Origin origin)
    {
        var id = Jti.From(Guid.CreateVersion7(clock.GetUtcNow())).Value;
        await aggregates.RecordAsync(tenant, $"audit:{id}", @event, origin).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 170, Level = LogLevel.Warning, Message = "That entries were exported will be recorded later: {Why}")]
    private static partial void LogWaiting(ILogger logger, string why);

    /// <summary>What one caller took since the last event.</summary>
    private sealed class Taken(long since, Origin origin)
    {
        private long _from = long.MaxValue;
        private long _to = -1;

        public long Since { get; private set; } = since;

        public Origin Origin { get; private set; } = origin;

        public int Bundles { get; private set; }

        public void Add(long from, long to, Origin by)
        {
            (_from, _to) = (Math.Min(_from, from), Math.Max(_to, to));
            Origin = by;
            Bundles++;
        }

        public EntriesExported? Counted() => Bundles == 0 ? null : new EntriesExported(Bundles, _from, _to);

        /// <summary>What was added while it was written stays; where that began is not known any more, so its range stays whole.</summary>
        public void Written(EntriesExported @event, long now)
        {
            Since = now;
            Bundles -= @event.Bundles;
            if (Bundles == 0)
                (_from, _to) = (long.MaxValue, -1);
        }
    }
}
