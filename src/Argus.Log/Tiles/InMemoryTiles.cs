using System.Collections.Concurrent;

namespace Argus.Log.Tiles;

/// <summary>Full tiles in memory.</summary>
public sealed class InMemoryTiles : ITileTable
{
    private readonly ConcurrentDictionary<(string Tenant, int Level, long Index), FullTile> _tiles = [];

    public ValueTask<long> CountAsync(string tenant, int level, CancellationToken cancellation) =>
        ValueTask.FromResult(_tiles.Keys.LongCount(key => key.Tenant == tenant && key.Level == level));

    public ValueTask<ReadOnlyMemory<byte>?> FindAsync(string tenant, int level, long index, CancellationToken cancellation) =>
        ValueTask.FromResult(_tiles.TryGetValue((tenant, level, index), out var tile) ? new ReadOnlyMemory<byte>(tile.Hashes) : (ReadOnlyMemory<byte>?)null);

    public ValueTask<ReadOnlyMemory<byte>> RootsAsync(string tenant, int level, long firstIndex, int count, CancellationToken cancellation)
    {
        var roots = new List<byte>();
        for (var i = 0; i < count && _tiles.TryGetValue((tenant, level, firstIndex + i), out var tile); i++)
            roots.AddRange(tile.Root);
        return ValueTask.FromResult<ReadOnlyMemory<byte>>(roots.ToArray());
    }

    public ValueTask AddAsync(string tenant, IReadOnlyCollection<FullTile> tiles, CancellationToken cancellation)
    {
        foreach (var tile in tiles)
            _tiles.TryAdd((tenant, tile.Level, tile.Index), tile);
        return ValueTask.CompletedTask;
    }
}
