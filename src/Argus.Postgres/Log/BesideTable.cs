namespace Argus.Postgres.Log;

/// <summary>Reads and forgets what appends wrote beside the log.</summary>
internal sealed class BesideTable(ArgusDatabase database)
{
    private const int PageSize = 1_000;

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string tenant, string key, CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<ReadOnlyMemory<byte>?> RunAsync()
        {
            await using var command = database.Command(
                """
                select value from argus.beside
                where log_id = (select log_id from argus.logs where tenant = $1) and key = $2 and forget_at > clock_timestamp()
                """,
                tenant,
                key);
            // A null array would become an empty value, not none.
            return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is byte[] value ? new ReadOnlyMemory<byte>(value) : (ReadOnlyMemory<byte>?)null;
        }
    }

    /// <summary>Along the primary key, page by page: an index on the time would cost every write more than a walk along a small table costs now and then.</summary>
    public async ValueTask<int> ForgetAsync(CancellationToken cancellation)
    {
        var (forgotten, after) = (0, new Place(0, ""));
        while (await database.InTimeAsync(EndOfPageAsync(after, cancellation)).ConfigureAwait(false) is { } end)
        {
            forgotten += await database.InTimeAsync(ForgetPageAsync(after, end, cancellation)).ConfigureAwait(false);
            after = end;
        }

        return forgotten;
    }

    /// <returns>The last row of the page that begins behind a row; null if there is none.</returns>
    private async Task<Place?> EndOfPageAsync(Place after, CancellationToken cancellation)
    {
        await using var command = database.Command(
            $"""
             select log_id, key from (select log_id, key from argus.beside where (log_id, key) > ($1, $2) order by log_id, key limit {PageSize}) page
             order by log_id desc, key desc limit 1
             """,
            after.LogId,
            after.Key);
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        return await reader.ReadAsync(cancellation).ConfigureAwait(false) ? new Place(reader.GetInt32(0), reader.GetString(1)) : null;
    }

    /// <summary>What an append is about to write is left to it: waiting for its row while holding others could be a deadlock, and fail the append.</summary>
    private async Task<int> ForgetPageAsync(Place after, Place end, CancellationToken cancellation)
    {
        await using var command = database.Command(
            // The limit tells the planner what it cannot guess from the range: that the page is small.
            $"""
             delete from argus.beside where (log_id, key) in (
                 select log_id, key from argus.beside
                 where (log_id, key) > ($1, $2) and (log_id, key) <= ($3, $4) and forget_at <= clock_timestamp()
                 limit {PageSize} for update skip locked)
             """,
            after.LogId,
            after.Key,
            end.LogId,
            end.Key);
        return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>A place along the primary key.</summary>
    private sealed record Place(int LogId, string Key);
}
