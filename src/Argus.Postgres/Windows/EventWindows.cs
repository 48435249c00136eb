using System.Text.RegularExpressions;
using Argus.Postgres.Log;
using Npgsql;

namespace Argus.Postgres.Windows;

/// <summary>The windows of the events' table. Making one takes the owner's rights; many nodes may try at once.</summary>
public sealed partial class EventWindows(ArgusDatabase database)
{
    // "wind" in ASCII.
    private const long LockKey = 0x77696e64;
    private const int Ahead = 2;
    private const int MostAtOnce = 64;

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<EventWindow>> ListAsync(CancellationToken cancellation)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        return await ListAsync(connection, cancellation).ConfigureAwait(false);
    }

    /// <summary>Makes the window of a time and the two behind it, and windows for what lies in none. Does nothing where they are there.</summary>
    /// <returns>Those that were made.</returns>
    /// <exception cref="NpgsqlException">The connection is not the owner's, or a lock was not to be had in time; what was made before stays.</exception>
    public async Task<IReadOnlyList<EventWindow>> MakeAsync(DateTimeOffset now, TimeSpan width, CancellationToken cancellation)
    {
        var made = new List<EventWindow>();
        await using var connection = await database.Owner.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var end = now;
        for (var ahead = 0; ahead <= Ahead; ahead++)
        {
            if (await MakeAsync(connection, end, width, cancellation).ConfigureAwait(false) is { } window)
                made.Add(window);
            end = (await ListAsync(connection, cancellation).ConfigureAwait(false)).First(window => window.Has(end)).To;
        }

        // A stream whose name has a time that is still far off stays where it is.
        var after = EventWindow.First.AddTicks(-1);
        while (made.Count < MostAtOnce && await WithoutWindowAsync(connection, after, cancellation).ConfigureAwait(false) is { } time && time < end)
        {
            if (await MakeAsync(connection, time, width, cancellation).ConfigureAwait(false) is { } window)
                made.Add(window);
            after = time;
        }

        return made;
    }

    private static async Task<EventWindow?> MakeAsync(NpgsqlConnection connection, DateTimeOffset time, TimeSpan width, CancellationToken cancellation)
    {
        // Not even asked for the lock when there is nothing to do.
        if (time < EventWindow.First || (await ListAsync(connection, cancellation).ConfigureAwait(false)).Any(window => window.Has(time)))
            return null;
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await ExecuteAsync(connection, $"set local lock_timeout = '1s'; select pg_advisory_xact_lock({LockKey})", cancellation).ConfigureAwait(false);
        var others = await ListAsync(connection, cancellation).ConfigureAwait(false);
        if (others.Any(window => window.Has(time)))
            return null;
        var made = EventWindow.For(time, width, others);
        await ExecuteAsync(connection, Create(made), cancellation).ConfigureAwait(false);
        await ExecuteAsync(connection, Fill(made), cancellation).ConfigureAwait(false);
        await ExecuteAsync(connection, Attach(made), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return made;
    }

    /// <summary>The time of the first stream after a time that lies in no window.</summary>
    private static async Task<DateTimeOffset?> WithoutWindowAsync(NpgsqlConnection connection, DateTimeOffset after, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select stream from argus.events_default where stream > $1 order by stream limit 1", connection)
        {
            Parameters = { new() { Value = StreamKey.At(after.AddMilliseconds(1)) } },
        };
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is Guid key ? StreamKey.TimeOf(key) : null;
    }

    /// <summary>A table like the others, with constraints that are known by their names.</summary>
    internal static string Create(EventWindow window) =>
        $"""
         create table argus.{window.Name} (
             like argus.events including defaults,
             constraint {window.Name}_position primary key (log_id, position, stream),
             constraint {window.Name}_stream_version unique (stream, log_id, stream_version));
         create index {window.Name}_feed on argus.{window.Name} (feed, stream) where feed is not null
         """;

    /// <summary>Takes what is the window's from the part that catches the rest. Appends wait for it; there is nothing, unless a window was made too late.</summary>
    internal static string Fill(EventWindow window) =>
        $"""
         lock table argus.events_default in access exclusive mode;
         with found as (delete from argus.events_default where stream >= '{window.FirstKey}' and stream < '{window.EndKey}' returning *)
         insert into argus.{window.Name} select * from found
         """;

    /// <summary>Has the table itself say that it holds nothing but the window's: attaching it then reads none of it.</summary>
    internal static string Bound(EventWindow window) =>
        $"alter table argus.{window.Name} add constraint {window.Name}_range check (stream >= '{window.FirstKey}' and stream < '{window.EndKey}')";

    internal static string Attach(EventWindow window) =>
        $"alter table argus.events attach partition argus.{window.Name} for values from ('{window.FirstKey}') to ('{window.EndKey}')";

    internal static async Task<IReadOnlyList<EventWindow>> ListAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select c.relname, pg_get_expr(c.relpartbound, c.oid) from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'argus.events'::regclass
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var windows = new List<EventWindow>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            // Those that last have no first key, and what catches the rest has none at all.
            if (Bounds().Match(reader.GetString(1)) is { Success: true } bounds)
                windows.Add(new EventWindow(reader.GetString(0), Time(bounds.Groups[1]), Time(bounds.Groups[2])));
        }

        return [.. windows.OrderBy(window => window.From)];
    }

    private static DateTimeOffset Time(Group key) => StreamKey.TimeOf(Guid.Parse(key.Value));

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    [GeneratedRegex("^FOR VALUES FROM \\('([0-9a-f-]{36})'\\) TO \\('([0-9a-f-]{36})'\\)$")]
    private static partial Regex Bounds();
}
