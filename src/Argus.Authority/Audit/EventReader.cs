using System.Text.Json.Nodes;
using Argus.Authority.Grains;
using Argus.Authority.PersonalData;
using Argus.Domain.Audit;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Audit;

/// <summary>Reads a tenant's log for whoever audits it, page by page. That it was read is an event of the log itself.</summary>
public sealed class EventReader(IEventLog log, Aggregates aggregates, EntryOpener opener, TimeProvider clock)
{
    // A filter that fits nothing ends a page as well, or one request could read the whole log.
    private const int MostLookedAt = 20_000;

    /// <param name="tenant">Whose log.</param>
    /// <param name="wanted">Which entries.</param>
    /// <param name="origin">Who reads.</param>
    /// <exception cref="LogUnavailableException">The log does not answer, or does not take that it was read: then nothing is given out.</exception>
    public async ValueTask<EventPage> ReadAsync(TenantId tenant, EventQuery wanted, Origin origin)
    {
        var until = wanted.Until ?? (await log.ReadHeadAsync(tenant.Value, CancellationToken.None).ConfigureAwait(false)).Size;
        var page = wanted.Stream is { } stream
            ? await FromStreamAsync(tenant, stream, wanted, until).ConfigureAwait(false)
            : await FromLogAsync(tenant, wanted, until).ConfigureAwait(false);

        var id = Jti.From(Guid.CreateVersion7(clock.GetUtcNow())).Value;
        await aggregates.RecordAsync(tenant, $"audit:{id}", new EventsRead(wanted.After, page.Entries.Count, wanted.Open ? true : null, wanted.Stream, wanted.Type), origin).ConfigureAwait(false);
        return wanted.Open ? page with { Opened = await opener.OpenAsync(tenant, page.Entries).ConfigureAwait(false) } : page;
    }

    private async ValueTask<EventPage> FromLogAsync(TenantId tenant, EventQuery wanted, long until)
    {
        var found = new List<LogEntry>();
        var first = wanted.After + 1 ?? 0;
        await foreach (var entry in log.ReadAsync(tenant.Value, first, until, CancellationToken.None).ConfigureAwait(false))
        {
            if (found.Count == wanted.Limit || entry.Position - first >= MostLookedAt)
                return new EventPage(found, entry.Position - 1, until);
            if (wanted.Fits(entry))
                found.Add(entry);
        }

        return new EventPage(found, null, until);
    }

    private async ValueTask<EventPage> FromStreamAsync(TenantId tenant, string stream, EventQuery wanted, long until)
    {
        var entries = await log.ReadStreamAsync(tenant.Value, stream, CancellationToken.None).ConfigureAwait(false);
        var found = entries.Where(entry => entry.Position > (wanted.After ?? -1) && entry.Position < until && wanted.Fits(entry)).Take(wanted.Limit + 1).ToArray();
        return found.Length <= wanted.Limit ? new EventPage(found, null, until) : new EventPage(found[..wanted.Limit], found[wanted.Limit - 1].Position, until);
    }
}

/// <summary>Which entries are wanted.</summary>
/// <param name="After">Those behind this position; null for all.</param>
/// <param name="Until">Those before this position; null for the log's end as it is now.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Type">Only events of this name.</param>
/// <param name="Stream">Only of this stream.</param>
public sealed record EventQuery(long? After, long? Until, int Limit, string? Type, string? Stream)
{
    /// <summary>Whether what is sealed is to be given out in clear beside it.</summary>
    public bool Open { get; init; }

    internal bool Fits(LogEntry entry) => Type is null || entry.Type == Type;
}

/// <summary>Entries in the order of the log.</summary>
/// <param name="Entries">As they stand there.</param>
/// <param name="Next">The position behind which the rest is; null if there is none.</param>
/// <param name="Until">Where the reading ends: what is appended meanwhile, such as that it was read, is not part of it.</param>
public sealed record EventPage(IReadOnlyList<LogEntry> Entries, long? Next, long Until)
{
    /// <summary>What was sealed in each, if that was wanted (<see cref="EntryOpener"/>).</summary>
    public IReadOnlyList<JsonObject?>? Opened { get; init; }
}
