using Argus.Log.Merkle;

namespace Argus.Log.Tiles;

/// <summary>
/// The tiles of a log: full ones as they are kept, the others from the entries and from the roots of the tiles below. What is full but not kept yet is made
/// in the same way.
/// </summary>
public sealed class KeptTiles(IEventLog log, ITileTable kept, string tenant) : ITileSource
{
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(TilePath tile, CancellationToken cancellation)
    {
        if (tile.Level == TilePath.Entries)
            return EntryBundle.Write(await EntriesAsync(tile, cancellation).ConfigureAwait(false));
        if (await kept.FindAsync(tenant, tile.Level, tile.Index, cancellation).ConfigureAwait(false) is { } hashes)
            return hashes[..(tile.Width * MerkleHash.Size)];
        return tile.Level == 0
            ? MerkleHash.Leaves(await EntriesAsync(tile, cancellation).ConfigureAwait(false))
            : await RootsAsync(tile, cancellation).ConfigureAwait(false);
    }

    private async ValueTask<List<ReadOnlyMemory<byte>>> EntriesAsync(TilePath tile, CancellationToken cancellation)
    {
        var entries = new List<ReadOnlyMemory<byte>>(tile.Width);
        await foreach (var entry in log.ReadAsync(tenant, tile.FirstLeaf, tile.FirstLeaf + tile.Width, cancellation).ConfigureAwait(false))
            entries.Add(entry.Bytes);
        return entries.Count == tile.Width ? entries : throw new InvalidDataException($"The log of {tenant} has no {tile}.");
    }

    private async ValueTask<ReadOnlyMemory<byte>> RootsAsync(TilePath tile, CancellationToken cancellation)
    {
        var hashes = new byte[tile.Width * MerkleHash.Size];
        var first = tile.Index * TilePath.FullWidth;
        var roots = await kept.RootsAsync(tenant, tile.Level - 1, first, tile.Width, cancellation).ConfigureAwait(false);
        roots.CopyTo(hashes);
        for (var i = roots.Length / MerkleHash.Size; i < tile.Width; i++)
        {
            var below = await ReadAsync(new TilePath(tile.Level - 1, first + i, TilePath.FullWidth), cancellation).ConfigureAwait(false);
            TreeReader.Merge(below.Span).CopyTo(hashes, i * MerkleHash.Size);
        }

        return hashes;
    }
}
