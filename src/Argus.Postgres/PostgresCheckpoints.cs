using Argus.Log.Checkpoints;
using Npgsql;

namespace Argus.Postgres;

/// <summary>Checkpoints in a table beside the log.</summary>
public sealed class PostgresCheckpoints(ArgusDatabase database) : ICheckpointStore
{
    // "chec" in ASCII; the log's id is the second half of the lock's key.
    private const int LockClass = 0x63686563;
    private const string OfTenant = "log_id = (select log_id from argus.logs where tenant = $1)";

    public async ValueTask<StoredCheckpoint?> LatestAsync(string tenant, CancellationToken cancellation)
    {
        var found = await ReadAsync($"{OfTenant} order by log_id desc, size desc limit 1", [tenant], cancellation).ConfigureAwait(false);
        return found is [var latest] ? latest : null;
    }

    public ValueTask<IReadOnlyList<StoredCheckpoint>> ListAsync(string tenant, long afterSize, int limit, CancellationToken cancellation) =>
        ReadAsync($"{OfTenant} and size > $2 order by log_id, size limit $3", [tenant, afterSize, limit], cancellation);

    public ValueTask<bool> AddAsync(string tenant, StoredCheckpoint checkpoint, CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<bool> RunAsync()
        {
            await using var connection = await database.Serving.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            // One after another: of two nodes that add at once, each must see what the other added.
            await using var hold = Command(connection, $"select pg_advisory_xact_lock({LockClass}, log_id) from argus.logs where tenant = $1", tenant);
            await hold.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            await using var insert = Command(
                connection,
                """
                insert into argus.checkpoints (log_id, size, signed_at, note)
                select l.log_id, $2, $3, $4 from argus.logs l
                where l.tenant = $1 and not exists (select from argus.checkpoints c where c.log_id = l.log_id and c.size >= $2)
                """,
                tenant, checkpoint.Size, checkpoint.SignedAt.UtcDateTime, checkpoint.Note.ToArray());
            var added = await insert.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return added == 1;
        }
    }

    public ValueTask<bool> CosignedAsync(string tenant, StoredCheckpoint read, ReadOnlyMemory<byte> note, CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<bool> RunAsync()
        {
            await using var connection = await database.Serving.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using var update = Command(
                connection, $"update argus.checkpoints set note = $4 where {OfTenant} and size = $2 and note = $3", tenant, read.Size, read.Note.ToArray(), note.ToArray());
            return await update.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false) == 1;
        }
    }

    public ValueTask<IReadOnlyList<string>> FindBehindAsync(CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<IReadOnlyList<string>> RunAsync()
        {
            await using var connection = await database.Serving.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using var command = Command(
                connection, "select l.tenant from argus.logs l where l.size > coalesce((select max(c.size) from argus.checkpoints c where c.log_id = l.log_id), 0)");
            await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            var found = new List<string>();
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                found.Add(reader.GetString(0));
            return found;
        }
    }

    private ValueTask<IReadOnlyList<StoredCheckpoint>> ReadAsync(string which, object[] values, CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<IReadOnlyList<StoredCheckpoint>> RunAsync()
        {
            await using var connection = await database.Serving.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using var command = Command(connection, $"select size, signed_at, note from argus.checkpoints where {which}", values);
            await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            var found = new List<StoredCheckpoint>();
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                found.Add(new StoredCheckpoint(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<byte[]>(2)));
            return found;
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
