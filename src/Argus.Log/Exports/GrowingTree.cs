using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Log.Exports;

/// <summary>
/// The tree over entries that come a bundle at a time: each hash tile above them is made anew and compared with the export's own. It keeps the tiles at the
/// right edge and nothing else, however long the log is.
/// </summary>
internal sealed class GrowingTree(ExportDirectory export, long size)
{
    private readonly Row[] _rows = [.. Enumerable.Range(0, TilePath.HighestLevel + 1).Select(_ => new Row())];
    private byte[] _tile = [];

    /// <summary>Takes a full tile of leaf hashes. What is left at the log's end, and is not full, is no hash of a higher tile.</summary>
    public Divergence? Add(ReadOnlySpan<byte> leafHashes)
    {
        var hash = TreeReader.Merge(leafHashes);
        for (var level = 1; level <= TilePath.HighestLevel; level++)
        {
            var row = _rows[level];
            if (Compare(level, row, hash) is { } divergence)
                return divergence;
            hash.CopyTo(row.Hashes, (int)(row.Count++ % TilePath.FullWidth) * MerkleHash.Size);
            if (row.Count % TilePath.FullWidth != 0)
                return null;
            hash = TreeReader.Merge(row.Hashes);
        }

        return null;
    }

    /// <summary>The root of the tree so far with some leaves behind it: up to a tile of them (RFC 6962 §2.1).</summary>
    public byte[] RootWith(ReadOnlySpan<byte> leafHashes)
    {
        byte[]? root = null;
        Fold(leafHashes, ref root);
        foreach (var row in _rows.AsSpan(1))
            Fold(row.Hashes.AsSpan(0, (int)(row.Count % TilePath.FullWidth) * MerkleHash.Size), ref root);
        return root ?? MerkleHash.EmptyRoot();
    }

    /// <summary>What the export's tile of level 1 has for a bundle; null if it cannot be read.</summary>
    public byte[]? HashOver(TilePath leaves)
    {
        var tile = TilePath.Holding(1, leaves.Index, size);
        var file = export.Read(tile.ToString(), ExportDirectory.MaxTileBytes, ref _tile);
        return file.State == FileState.Read && file.Length == (long)tile.Width * MerkleHash.Size
            ? _tile.AsSpan((int)(leaves.Index % TilePath.FullWidth) * MerkleHash.Size, MerkleHash.Size).ToArray() : null;
    }

    private Divergence? Compare(int level, Row row, byte[] hash)
    {
        var tile = TilePath.Holding(level, row.Count, size);
        var at = (int)(row.Count % TilePath.FullWidth);
        if (at == 0 && Load(tile, row) is { } fault)
            return fault;
        var found = row.Expected.AsSpan(at * MerkleHash.Size, MerkleHash.Size);
        return found.SequenceEqual(hash) ? null : new Divergence(
            Divergences.TileDiffers, row.Count << (TilePath.Height * level), tile.ToString(), Convert.ToBase64String(hash), Convert.ToBase64String(found));
    }

    private Divergence? Load(TilePath tile, Row row)
    {
        if (TileFiles.ReadHashes(export, tile, ref row.Expected) is { } fault)
            return fault;
        return TileFiles.CheckBeginnings(export, tile, row.Expected.AsMemory(0, tile.Width * MerkleHash.Size));
    }

    /// <summary>Puts complete subtrees, largest first, in front of what stands behind them.</summary>
    private static void Fold(ReadOnlySpan<byte> hashes, ref byte[]? root)
    {
        for (var count = hashes.Length / MerkleHash.Size; count > 0; count &= count - 1)
        {
            var leaves = count & -count;
            var subtree = TreeReader.Merge(hashes.Slice((count - leaves) * MerkleHash.Size, leaves * MerkleHash.Size));
            if (root is not null)
                MerkleHash.Node(subtree, root, subtree);
            root = subtree;
        }
    }

    private sealed class Row
    {
        public readonly byte[] Hashes = new byte[TilePath.FullWidth * MerkleHash.Size];

        public byte[] Expected = [];

        public long Count;
    }
}
