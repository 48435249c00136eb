using Argus.Authority.Archive;
using Npgsql;

namespace Argus.Postgres.Windows;

/// <summary>
/// Drops a window. What others keep in it is copied before, while the log goes on; then, in one short transaction whose end nobody appends or reads in, the old
/// table goes and the new one stands in its place.
/// </summary>
internal sealed class WindowDrop(NpgsqlConnection connection, StoredWindow window, IReadOnlyList<WindowShare> all, IReadOnlyList<DroppedShare> gone)
{
    private readonly string _next = PostgresArchive.NextName(window.Name);

    /// <returns>False if it could not be done now.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        // Found a while ago, by a run that may have lost its turn since: then another table stands in its place, of the very name that is made anew below.
        if ((await EventWindows.ListAsync(connection, cancellation).ConfigureAwait(false)).All(other => other.Name != window.Name))
            return false;
        var leaving = gone.Select(share => share.Tenant).ToArray();
        var isKept = all.Any(share => !leaving.Contains(share.Tenant));
        var kept = new EventWindow(_next, window.From, window.To);
        var copy = new WindowCopy(connection, [new EventWindow(window.Name, window.From, window.To)], kept);
        if (isKept)
        {
            // One of an earlier try is made anew.
            await ExecuteAsync($"drop table if exists argus.{_next}; {EventWindows.Create(kept)}; {EventWindows.Bound(kept)}", cancellation).ConfigureAwait(false);
            await copy.CopyAsync(leaving, cancellation).ConfigureAwait(false);
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        try
        {
            // Before anybody has to wait; it is undone with the rest if the window stays.
            await ExecuteAsync(WindowCopy.Bounds(seconds: 1), cancellation).ConfigureAwait(false);
            await RecordAsync(cancellation).ConfigureAwait(false);

            // The whole before its part, as an append locks them: one into this window would wait for the drop, and the drop for it.
            await ExecuteAsync("lock table only argus.events in access exclusive mode", cancellation).ConfigureAwait(false);
            if (!await IsAsFoundAsync(leaving, isKept, cancellation).ConfigureAwait(false))
                return false;
            if (isKept)
                await copy.CopyLateAsync(leaving, cancellation).ConfigureAwait(false);
            await ExecuteAsync($"drop table argus.{window.Name}", cancellation).ConfigureAwait(false);
            if (isKept)
                await ExecuteAsync($"{EventWindows.Attach(kept)}; alter table argus.{_next} drop constraint {_next}_range", cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            return false;
        }
    }

    /// <summary>
    /// Entries are only ever added, at rising positions: whether there are more of those that go is told by each log's last. Those who keep theirs may go on
    /// with old families all the time.
    /// </summary>
    private async Task<bool> IsAsFoundAsync(string[] leaving, bool isKept, CancellationToken cancellation)
    {
        await using var command = PostgresArchive.Command(
            connection,
            $"""
             with recursive logs as (
                 (select log_id from argus.{window.Name} order by log_id limit 1)
                 union all
                 select (select e.log_id from argus.{window.Name} e where e.log_id > l.log_id order by e.log_id limit 1) from logs l where l.log_id is not null)
             select t.tenant, (select max(e.position) from argus.{window.Name} e where e.log_id = l.log_id) from logs l join argus.logs t using (log_id)
             """);
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            found[reader.GetString(0)] = reader.GetInt64(1);
        return (isKept || found.Keys.All(leaving.Contains))
            && leaving.All(tenant => all.Any(share => share.Tenant == tenant && found.GetValueOrDefault(tenant, -1) == share.LastPosition));
    }

    private async Task RecordAsync(CancellationToken cancellation)
    {
        foreach (var share in gone)
        {
            await using var record = PostgresArchive.Command(
                connection,
                """
                insert into argus.archived (log_id, from_time, to_time, entries, first_position, last_position, index_sha256)
                select log_id, $2, $3, $4, $5, $6, $7 from argus.logs where tenant = $1
                on conflict (log_id, from_time, to_time) do update set entries = excluded.entries, first_position = excluded.first_position,
                    last_position = excluded.last_position, index_sha256 = excluded.index_sha256, dropped_at = clock_timestamp(), restored_at = null
                """,
                share.Tenant, share.From.UtcDateTime, share.To.UtcDateTime, share.Entries, share.FirstPosition, share.LastPosition, share.IndexSha256.ToArray());
            await record.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
