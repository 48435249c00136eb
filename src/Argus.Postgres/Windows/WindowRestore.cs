using Argus.Authority.Archive;
using Argus.Log;
using Argus.Log.Archives;
using Npgsql;

namespace Argus.Postgres.Windows;

/// <summary>
/// Makes a window again: its entries from the archive in a table of their own, while the log goes on; then, in one short transaction, that table takes the
/// place of what the window has by now.
/// </summary>
internal sealed class WindowRestore(
    NpgsqlConnection connection,
    IReadOnlyList<DroppedShare> shares,
    Func<DroppedShare, IAsyncEnumerable<IReadOnlyList<(IndexedEntry Place, ReadOnlyMemory<byte> Bytes)>>> entries)
{
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var windows = await EventWindows.ListAsync(connection, cancellation).ConfigureAwait(false);
        var (from, to) = (shares[0].From, shares[0].To);
        var present = windows.Where(window => window.From < to && window.To > from).ToArray();
        if (present.Any(window => window.From < from || window.To > to))
            throw new LogUnavailableException($"A window from {from:u} to {to:u} cannot be made again: another lies across its ends.");

        var name = PostgresArchive.NextName(present.FirstOrDefault(window => window.From == from && window.To == to)?.Name ?? EventWindow.NameOf(from, to));
        var made = new EventWindow(name, from, to);
        await ExecuteAsync($"drop table if exists argus.{name}; {EventWindows.Create(made)}; {EventWindows.Bound(made)}", cancellation).ConfigureAwait(false);
        foreach (var share in shares)
            await LoadAsync(made, share, cancellation).ConfigureAwait(false);
        var copy = new WindowCopy(connection, present, made);
        await copy.CopyAsync([], cancellation).ConfigureAwait(false);
        await SwapAsync(made, present, copy, cancellation).ConfigureAwait(false);
        return true;
    }

    private async Task LoadAsync(EventWindow made, DroppedShare share, CancellationToken cancellation)
    {
        var loaded = 0L;
        await foreach (var some in entries(share).WithCancellation(cancellation).ConfigureAwait(false))
        {
            await using var insert = PostgresArchive.Command(
                connection,
                $"""
                 insert into argus.{made.Name} (log_id, position, stream_version, feed, stream, entry)
                 select l.log_id, e.* from argus.logs l, unnest($2, $3, $4, $5, $6) e (position, stream_version, feed, stream, entry) where l.tenant = $1
                 """,
                share.Tenant,
                some.Select(entry => entry.Place.Position).ToArray(),
                some.Select(entry => entry.Place.StreamVersion).ToArray(),
                some.Select(entry => entry.Place.Feed).ToArray(),
                some.Select(entry => entry.Place.Stream).ToArray(),
                some.Select(entry => entry.Bytes.ToArray()).ToArray());
            loaded += await insert.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }

        if (loaded != share.Entries)
            throw new InvalidDataException($"The archive has {loaded} entries of {share.Tenant} in the window from {share.From:u}; {share.Entries} were dropped.");
    }

    private async Task SwapAsync(EventWindow made, EventWindow[] present, WindowCopy copy, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);

        // The whole before its part, as an append locks them.
        await ExecuteAsync($"{WindowCopy.Bounds(seconds: 5)}; lock table only argus.events in access exclusive mode", cancellation).ConfigureAwait(false);
        await copy.CopyLateAsync([], cancellation).ConfigureAwait(false);
        foreach (var window in present)
            await ExecuteAsync($"drop table argus.{window.Name}", cancellation).ConfigureAwait(false);
        await ExecuteAsync(EventWindows.Fill(made), cancellation).ConfigureAwait(false);
        await ExecuteAsync($"{EventWindows.Attach(made)}; alter table argus.{made.Name} drop constraint {made.Name}_range", cancellation).ConfigureAwait(false);
        foreach (var share in shares)
        {
            await using var record = PostgresArchive.Command(
                connection,
                """
                update argus.archived set restored_at = clock_timestamp()
                where log_id = (select log_id from argus.logs where tenant = $1) and from_time = $2 and to_time = $3
                """,
                share.Tenant, share.From.UtcDateTime, share.To.UtcDateTime);
            await record.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
