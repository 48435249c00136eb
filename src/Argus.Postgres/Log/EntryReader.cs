using System.Runtime.CompilerServices;
using Argus.Log;
using Argus.Log.Archives;
using Argus.Postgres.Windows;
using Npgsql;

namespace Argus.Postgres.Log;

/// <summary>
/// Reads entries by stream and by position. The table is in parts: a stream is looked for in one, a position in all, along their indexes. What was dropped
/// with a window is read from the archive.
/// </summary>
internal sealed class EntryReader(ArgusDatabase database, LogArchive archive, TimeProvider clock)
{
    /// <summary>What <see cref="Entry"/> reads, from table <c>e</c>.</summary>
    public const string Columns = "e.position, e.stream_version, e.feed, e.entry";

    private const int PageSize = 5_000;

    private readonly DroppedWindows _dropped = new(database, clock);
    private readonly ArchivedEntries _archived = new(archive, new TileTable(database));
    private readonly IndexedStreams _indexed = new();

    public async ValueTask<IReadOnlyList<LogEntry>> StreamAsync(string tenant, string stream, long fromVersion, CancellationToken cancellation)
    {
        var key = StreamKey.Of(stream);
        var found = await database.InTimeAsync(ReadAsync(
            tenant, "e.stream = $2 and e.stream_version >= $3 order by e.stream_version", [key, fromVersion], cancellation)).ConfigureAwait(false);

        // A stream lies whole in its window: the table has all of it, or the archive has. What came too late for the archive stands behind what that has.
        var time = StreamKey.TimeOf(key);
        if (time < EventWindow.First || !_dropped.MayHave(time) || found is [{ StreamVersion: var first }, ..] && first == fromVersion)
            return found;
        var archived = await DroppedStreamAsync(tenant, key, stream, fromVersion, cancellation).ConfigureAwait(false);
        return archived.Count == 0 ? found : [.. archived.Where(entry => found.Count == 0 || entry.StreamVersion < found[0].StreamVersion), .. found];
    }

    /// <summary>Page by page, so that a long read is many short statements, each in time.</summary>
    public async IAsyncEnumerable<LogEntry> RangeAsync(string tenant, long from, long until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        until = Math.Min(until, await database.InTimeAsync(SizeAsync(tenant, cancellation)).ConfigureAwait(false));
        for (from = Math.Max(0, from); from < until; from += PageSize)
        {
            foreach (var entry in await PageAsync(tenant, from, Math.Min(until - from, PageSize), cancellation).ConfigureAwait(false))
                yield return entry;
        }
    }

    /// <summary>The entry at a position before the head.</summary>
    public async ValueTask<LogEntry> AtAsync(string tenant, long position, CancellationToken cancellation) =>
        (await PageAsync(tenant, position, 1, cancellation).ConfigureAwait(false))[0];

    /// <summary>Entries from the archive, whether the table has them or not.</summary>
    public ValueTask<IReadOnlyList<LogEntry>> ArchivedAsync(string tenant, IReadOnlyList<long> positions, CancellationToken cancellation) =>
        _archived.ReadAsync(tenant, positions, cancellation);

    public static LogEntry Entry(NpgsqlDataReader reader, string tenant) => new(
        tenant,
        reader.GetInt64(0),
        reader.GetInt32(1),
        reader.IsDBNull(2) ? null : reader.GetInt64(2),
        reader.GetFieldValue<byte[]>(3));

    /// <returns>All of them: a log has no gaps but those of windows that were dropped.</returns>
    private async ValueTask<IReadOnlyList<LogEntry>> PageAsync(string tenant, long from, long count, CancellationToken cancellation)
    {
        var held = await database.InTimeAsync(ReadAsync(
            tenant, "e.position >= $2 and e.position < $3 order by e.log_id, e.position", [from, from + count], cancellation)).ConfigureAwait(false);
        var missing = new List<long>();
        var next = from;
        foreach (var entry in held)
        {
            if (entry.Position < next)
                throw new InvalidDataException($"The log of tenant {tenant} has more than one entry at position {entry.Position}.");
            for (; next < entry.Position; next++)
                missing.Add(next);
            next++;
        }

        for (; next < from + count; next++)
            missing.Add(next);
        return missing.Count == 0 ? held : await WithDroppedAsync(tenant, held, missing, cancellation).ConfigureAwait(false);
    }

    private async ValueTask<IReadOnlyList<LogEntry>> WithDroppedAsync(string tenant, IReadOnlyList<LogEntry> held, List<long> missing, CancellationToken cancellation)
    {
        var dropped = await _dropped.OfAsync(tenant, cancellation).ConfigureAwait(false);
        foreach (var position in missing)
        {
            if (!dropped.Any(span => span.FirstPosition <= position && position <= span.LastPosition))
                throw new InvalidDataException($"The log of tenant {tenant} has no entry at position {position}.");
        }

        var archived = await _archived.ReadAsync(tenant, missing, cancellation).ConfigureAwait(false);
        return [.. held.Concat(archived).OrderBy(entry => entry.Position)];
    }

    private async ValueTask<IReadOnlyList<LogEntry>> DroppedStreamAsync(string tenant, Guid key, string stream, long fromVersion, CancellationToken cancellation)
    {
        var positions = await PlacesAsync(tenant, key, fromVersion, cancellation).ConfigureAwait(false);
        if (positions.Count == 0)
            return [];
        var entries = await _archived.ReadAsync(tenant, positions, cancellation).ConfigureAwait(false);
        return entries.All(entry => entry.Stream == stream)
            ? entries
            : throw new InvalidDataException($"The archive's index of {tenant} leads from {stream} to another stream.");
    }

    /// <summary>The positions of a stream's entries that were dropped.</summary>
    private async ValueTask<IReadOnlyList<long>> PlacesAsync(string tenant, Guid key, long fromVersion, CancellationToken cancellation)
    {
        var time = StreamKey.TimeOf(key);
        for (var isSecondTry = false; ; isSecondTry = true)
        {
            var isAltered = false;
            foreach (var span in (await _dropped.OfAsync(tenant, cancellation).ConfigureAwait(false)).Where(span => span.From <= time && time < span.To))
            {
                var index = archive.IndexOf(tenant, span.From, span.To);
                var places = _indexed.Find(index, span.IndexSha256.Span, key);
                if (places is null && isSecondTry)
                    throw index.Altered();
                isAltered |= places is null;
                if (places?.Where(place => place.StreamVersion >= fromVersion).Select(place => place.Position).ToArray() is { Length: > 0 } positions)
                    return positions;
            }

            // A later drop of the same window may have put another index there since the database was asked.
            if (!isAltered)
                return [];
        }
    }

    /// <param name="tenant">Whose log.</param>
    /// <param name="which">The rest of the condition, on $2 and so on, and the order.</param>
    /// <param name="values">What $2 and so on are.</param>
    /// <param name="cancellation">Gives up.</param>
    private async Task<IReadOnlyList<LogEntry>> ReadAsync(string tenant, string which, object[] values, CancellationToken cancellation)
    {
        // The log's id is found first and on its own, so that the indexes that begin with it serve their order.
        await using var command = database.Serving.CreateCommand(
            $"select {Columns} from argus.events e where e.log_id = (select log_id from argus.logs where tenant = $1) and {which}");
        command.Parameters.Add(new() { Value = tenant });
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var entries = new List<LogEntry>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            entries.Add(Entry(reader, tenant));
        return entries;
    }

    private async Task<long> SizeAsync(string tenant, CancellationToken cancellation)
    {
        await using var command = database.Serving.CreateCommand("select size from argus.logs where tenant = $1");
        command.Parameters.Add(new() { Value = tenant });
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) as long? ?? 0;
    }
}
