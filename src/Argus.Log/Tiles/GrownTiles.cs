using Argus.Log.Merkle;

namespace Argus.Log.Tiles;

/// <summary>Tiles that were just made, as if they were kept already, behind those that are.</summary>
internal sealed class GrownTiles(ITileTable kept) : ITileTable
{
    private readonly Dictionary<(int Level, long Index), FullTile> _grown = [];

    public IReadOnlyCollection<FullTile> All => _grown.Values;

    public void Add(FullTile tile) => _grown.Add((tile.Level, tile.Index), tile);

    public ValueTask<long> CountAsync(string tenant, int level, CancellationToken cancellation) => kept.CountAsync(tenant, level, cancellation);

    public ValueTask<ReadOnlyMemory<byte>?> FindAsync(string tenant, int level, long index, CancellationToken cancellation) =>
        _grown.TryGetValue((level, index), out var made)
            ? ValueTask.FromResult<ReadOnlyMemory<byte>?>(made.Hashes)
            : kept.FindAsync(tenant, level, index, cancellation);

    public async ValueTask<ReadOnlyMemory<byte>> RootsAsync(string tenant, int level, long firstIndex, int count, CancellationToken cancellation)
    {
        var before = await kept.RootsAsync(tenant, level, firstIndex, count, cancellation).ConfigureAwait(false);
        var found = before.Length / MerkleHash.Size;
        if (found == count || !_grown.ContainsKey((level, firstIndex + found)))
            return before;
        var roots = new byte[count * MerkleHash.Size];
        before.CopyTo(roots);
        for (; found < count && _grown.TryGetValue((level, firstIndex + found), out var made); found++)
            made.Root.CopyTo(roots, found * MerkleHash.Size);
        return roots.AsMemory(0, found * MerkleHash.Size);
    }

    public ValueTask AddAsync(string tenant, IReadOnlyCollection<FullTile> tiles, CancellationToken cancellation) =>
        throw new NotSupportedException("What was just made is kept all at once.");
}
