using Argus.Log.Tiles;

namespace Argus.Postgres.Log;

/// <summary>Full hash tiles in a table beside the log.</summary>
internal sealed class TileTable(ArgusDatabase database) : ITileTable
{
    private const string OfTenant = "log_id = (select log_id from argus.logs where tenant = $1)";

    public ValueTask<long> CountAsync(string tenant, int level, CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<long> RunAsync()
        {
            await using var command = database.Command(
                $"select index from argus.tiles where {OfTenant} and level = $2 order by log_id desc, level desc, index desc limit 1", tenant, (short)level);
            return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is long last ? last + 1 : 0;
        }
    }

    public ValueTask<ReadOnlyMemory<byte>?> FindAsync(string tenant, int level, long index, CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<ReadOnlyMemory<byte>?> RunAsync()
        {
            await using var command = database.Command($"select hashes from argus.tiles where {OfTenant} and level = $2 and index = $3", tenant, (short)level, index);
            // A null array would become no hashes, not none.
            return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is byte[] hashes ? new ReadOnlyMemory<byte>(hashes) : (ReadOnlyMemory<byte>?)null;
        }
    }

    public ValueTask<ReadOnlyMemory<byte>> RootsAsync(string tenant, int level, long firstIndex, int count, CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<ReadOnlyMemory<byte>> RunAsync()
        {
            await using var command = database.Command(
                $"select index, root from argus.tiles where {OfTenant} and level = $2 and index >= $3 and index < $4 order by log_id, level, index",
                tenant, (short)level, firstIndex, firstIndex + count);
            await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            using var roots = new MemoryStream();
            for (var next = firstIndex; await reader.ReadAsync(cancellation).ConfigureAwait(false) && reader.GetInt64(0) == next; next++)
                roots.Write(reader.GetFieldValue<byte[]>(1));
            return roots.ToArray();
        }
    }

    public async ValueTask AddAsync(string tenant, IReadOnlyCollection<FullTile> tiles, CancellationToken cancellation)
    {
        await database.InTimeAsync(RunAsync()).ConfigureAwait(false);

        async Task<int> RunAsync()
        {
            await using var command = database.Command(
                """
                insert into argus.tiles (log_id, level, index, root, hashes)
                select l.log_id, t.* from argus.logs l, unnest($2, $3, $4, $5) t (level, index, root, hashes) where l.tenant = $1
                on conflict do nothing
                """,
                tenant,
                tiles.Select(tile => (short)tile.Level).ToArray(),
                tiles.Select(tile => tile.Index).ToArray(),
                tiles.Select(tile => tile.Root).ToArray(),
                tiles.Select(tile => tile.Hashes).ToArray());
            return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }
}
