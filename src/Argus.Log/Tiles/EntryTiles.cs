using Argus.Log.Merkle;

namespace Argus.Log.Tiles;

/// <summary>The tiles of a log made from its entries: right at any size, and the slower the higher the tile.</summary>
public sealed class EntryTiles(IEventLog log, string tenant) : ITileSource
{
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(TilePath tile, CancellationToken cancellation)
    {
        if (tile.Level > 0)
            return await RootsAsync(tile, cancellation).ConfigureAwait(false);

        var entries = new List<ReadOnlyMemory<byte>>(tile.Width);
        await foreach (var entry in log.ReadAsync(tenant, tile.FirstLeaf, cancellation).ConfigureAwait(false))
        {
            entries.Add(entry.Bytes);
            if (entries.Count == tile.Width)
                return tile.Level == TilePath.Entries ? EntryBundle.Write(entries) : MerkleHash.Leaves(entries);
        }

        throw new InvalidDataException($"The log of {tenant} has no {tile}.");
    }

    private async ValueTask<ReadOnlyMemory<byte>> RootsAsync(TilePath tile, CancellationToken cancellation)
    {
        var hashes = new byte[tile.Width * MerkleHash.Size];
        for (var i = 0; i < tile.Width; i++)
        {
            var below = new TilePath(tile.Level - 1, tile.Index * TilePath.FullWidth + i, TilePath.FullWidth);
            TreeReader.Merge((await ReadAsync(below, cancellation).ConfigureAwait(false)).Span).CopyTo(hashes, i * MerkleHash.Size);
        }

        return hashes;
    }
}
