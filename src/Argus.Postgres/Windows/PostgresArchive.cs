using System.Globalization;
using System.Runtime.CompilerServices;
using Argus.Authority.Archive;
using Argus.Log;
using Argus.Log.Archives;
using Argus.Postgres.Log;
using Npgsql;

namespace Argus.Postgres.Windows;

/// <summary>The windows of the events' table, for the archive: under the rights of the schema's owner.</summary>
public sealed class PostgresArchive(ArgusDatabase database) : IArchiveStore
{
    // "arch" in ASCII.
    private const long TurnKey = 0x61726368;

    // "swap" in ASCII.
    private const long SwapKey = 0x73776170;

    public async ValueTask<IAsyncDisposable?> TryTakeTurnAsync(CancellationToken cancellation)
    {
        try
        {
            var connection = await database.Owner.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using var command = Command(connection, $"select pg_try_advisory_lock({TurnKey})");
            if (await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is true)
                return new Turn(connection);
            await connection.DisposeAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (PostgresFault.IsUnavailable(e))
        {
            throw PostgresFault.Unavailable(e);
        }
    }

    public ValueTask<IReadOnlyList<StoredWindow>> WindowsAsync(CancellationToken cancellation) => UsingAsync<IReadOnlyList<StoredWindow>>(async connection =>
    {
        var windows = new List<StoredWindow>();
        foreach (var window in await EventWindows.ListAsync(connection, cancellation).ConfigureAwait(false))
        {
            await using var command = Command(connection, $"select pg_total_relation_size('argus.{window.Name}')");
            var bytes = await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) as long? ?? 0;
            windows.Add(new StoredWindow(window.Name, window.From, window.To, bytes));
        }

        return windows;
    }, cancellation);

    public ValueTask<IReadOnlyList<WindowShare>> SharesAsync(StoredWindow window, CancellationToken cancellation) => UsingAsync<IReadOnlyList<WindowShare>>(async connection =>
    {
        await using var command = Command(
            connection,
            $"""
             select l.tenant, count(*), min(e.position), max(e.position),
                    exists (select from argus.archived a where a.log_id = e.log_id and a.from_time = $1 and a.to_time = $2 and a.restored_at is not null)
             from argus.{window.Name} e join argus.logs l using (log_id) group by l.tenant, e.log_id order by l.tenant
             """,
            window.From.UtcDateTime, window.To.UtcDateTime);
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var shares = new List<WindowShare>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            shares.Add(new WindowShare(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetBoolean(4)));
        return shares;
    }, cancellation);

    public async IAsyncEnumerable<IndexedEntry> IndexAsync(StoredWindow window, string tenant, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var command = Command(
            connection,
            $"""
             select stream, stream_version, position, feed from argus.{window.Name}
             where log_id = (select log_id from argus.logs where tenant = $1) order by stream, stream_version
             """,
            tenant);
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            yield return new IndexedEntry(reader.GetGuid(0), reader.GetInt32(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetInt64(3));
    }

    public ValueTask<IReadOnlyList<DroppedShare>> DroppedAsync(CancellationToken cancellation) => UsingAsync<IReadOnlyList<DroppedShare>>(async connection =>
    {
        await using var command = Command(
            connection,
            """
            select l.tenant, a.from_time, a.to_time, a.entries, a.first_position, a.last_position, a.index_sha256, a.restored_at is not null
            from argus.archived a join argus.logs l using (log_id) order by a.from_time, a.to_time, l.tenant
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var dropped = new List<DroppedShare>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            dropped.Add(new DroppedShare(
                reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt64(3), reader.GetInt64(4),
                reader.GetInt64(5), reader.GetFieldValue<byte[]>(6), reader.GetBoolean(7)));
        }

        return dropped;
    }, cancellation);

    public ValueTask<bool> DropAsync(StoredWindow window, IReadOnlyList<WindowShare> all, IReadOnlyList<DroppedShare> gone, CancellationToken cancellation) =>
        AloneAsync(connection => new WindowDrop(connection, window, all, gone).RunAsync(cancellation), cancellation);

    public async ValueTask RestoreAsync(
        IReadOnlyList<DroppedShare> shares,
        Func<DroppedShare, IAsyncEnumerable<IReadOnlyList<(IndexedEntry Place, ReadOnlyMemory<byte> Bytes)>>> entries,
        CancellationToken cancellation)
    {
        if (!await AloneAsync(connection => new WindowRestore(connection, shares, entries).RunAsync(cancellation), cancellation).ConfigureAwait(false))
            throw new LogUnavailableException("Another run is at work on the windows.");
    }

    internal static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }

    /// <summary>A name for a table that takes the place of a window's.</summary>
    internal static string NextName(string name)
    {
        var mark = name.LastIndexOf("_r", StringComparison.Ordinal);
        return mark > 0 && int.TryParse(name.AsSpan(mark + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? $"{name[..mark]}_r{number + 1}"
            : $"{name}_r1";
    }

    /// <summary>
    /// The turn is on a connection of its own, which can end while its holder is at work and does not know. Tables are taken away only under a lock of the
    /// connection that does it.
    /// </summary>
    /// <returns>False if another is at it.</returns>
    private ValueTask<bool> AloneAsync(Func<NpgsqlConnection, Task<bool>> work, CancellationToken cancellation) => UsingAsync(async connection =>
    {
        await using var take = Command(connection, $"select pg_try_advisory_lock({SwapKey})");
        if (await take.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is not true)
            return false;
        try
        {
            return await work(connection).ConfigureAwait(false);
        }
        finally
        {
            // A connection that broke has let go of it.
            if (connection.FullState.HasFlag(System.Data.ConnectionState.Open))
            {
                await using var give = Command(connection, $"select pg_advisory_unlock({SwapKey})");
                await give.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }, cancellation);

    private async ValueTask<T> UsingAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await database.Owner.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            return await work(connection).ConfigureAwait(false);
        }
        catch (Exception e) when (PostgresFault.IsUnavailable(e))
        {
            throw PostgresFault.Unavailable(e);
        }
    }

    /// <summary>The database gives it to another when the connection ends, whatever the reason.</summary>
    private sealed class Turn(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await using var command = Command(connection, $"select pg_advisory_unlock({TurnKey})");
                await command.ExecuteScalarAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (PostgresFault.IsUnavailable(e))
            {
                // The connection is gone, and the turn with it.
            }

            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
