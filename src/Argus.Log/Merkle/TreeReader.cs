using System.Numerics;
using Argus.Log.Tiles;

namespace Argus.Log.Merkle;

/// <summary>
/// Roots and proofs of a log's tree, at any size that it has had, from its hash tiles: a proof reads a few tiles and hashes within them, however long the log is.
/// </summary>
public sealed class TreeReader(ITileSource tiles)
{
    /// <summary>The root over the first entries (RFC 6962 §2.1).</summary>
    public async ValueTask<byte[]> RootAsync(long size, CancellationToken cancellation) =>
        size == 0 ? MerkleHash.EmptyRoot() : await HashAsync(0, size, size, cancellation).ConfigureAwait(false);

    /// <summary>The siblings on the way from a leaf to the root (RFC 6962 §2.1.1), lowest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree of that size does not have the position.</exception>
    public async ValueTask<IReadOnlyList<byte[]>> InclusionAsync(long position, long size, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, size);
        var proof = new List<byte[]>();
        var (start, end) = (0L, size);
        while (end - start > 1)
        {
            var middle = start + LargestPowerBelow(end - start);
            if (position < middle)
            {
                proof.Add(await HashAsync(middle, end, size, cancellation).ConfigureAwait(false));
                end = middle;
            }
            else
            {
                proof.Add(await HashAsync(start, middle, size, cancellation).ConfigureAwait(false));
                start = middle;
            }
        }

        proof.Reverse();
        return proof;
    }

    /// <summary>What shows that the tree of the first size is the beginning of that of the second (RFC 6962 §2.1.2).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The first is larger than the second, or negative.</exception>
    public async ValueTask<IReadOnlyList<byte[]>> ConsistencyAsync(long first, long second, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        if (first == 0 || first == second)
            return [];
        var proof = new List<byte[]>();
        var (start, end) = (0L, second);
        // Whoever checks the proof has the first tree's root, and needs it anew only where it is not a subtree of the second.
        while (end != first)
        {
            var middle = start + LargestPowerBelow(end - start);
            if (first <= middle)
            {
                proof.Add(await HashAsync(middle, end, second, cancellation).ConfigureAwait(false));
                end = middle;
            }
            else
            {
                proof.Add(await HashAsync(start, middle, second, cancellation).ConfigureAwait(false));
                start = middle;
            }
        }

        if (start > 0)
            proof.Add(await HashAsync(start, end, second, cancellation).ConfigureAwait(false));
        proof.Reverse();
        return proof;
    }

    /// <summary>The root of the leaves from start to end, which begin where a subtree does.</summary>
    private async ValueTask<byte[]> HashAsync(long start, long end, long size, CancellationToken cancellation)
    {
        var roots = new List<byte[]>();
        while (start < end)
        {
            var leaves = LargestPowerBelow(end - start + 1);
            roots.Add(await SubtreeAsync(start, leaves, size, cancellation).ConfigureAwait(false));
            start += leaves;
        }

        var root = roots[^1];
        for (var i = roots.Count - 2; i >= 0; i--)
            MerkleHash.Node(roots[i], root, root);
        return root;
    }

    /// <summary>The root of a complete subtree: a run of hashes within one tile, merged.</summary>
    private async ValueTask<byte[]> SubtreeAsync(long start, long leaves, long size, CancellationToken cancellation)
    {
        var level = BitOperations.Log2((ulong)leaves) / TilePath.Height;
        var first = start >> (level * TilePath.Height);
        var count = (int)(leaves >> (level * TilePath.Height));
        var tile = TilePath.Holding(level, first, size);
        var bytes = (await tiles.ReadAsync(tile, cancellation).ConfigureAwait(false)).Slice((int)(first % TilePath.FullWidth) * MerkleHash.Size, count * MerkleHash.Size);
        return Merge(bytes.Span);
    }

    /// <summary>The root over hashes whose number is a power of two.</summary>
    public static byte[] Merge(ReadOnlySpan<byte> hashes)
    {
        Span<byte> row = stackalloc byte[TilePath.FullWidth * MerkleHash.Size];
        hashes.CopyTo(row);
        for (var count = hashes.Length / MerkleHash.Size; count > 1; count /= 2)
        {
            for (var i = 0; i < count / 2; i++)
            {
                var pair = row.Slice(2 * i * MerkleHash.Size, 2 * MerkleHash.Size);
                MerkleHash.Node(pair[..MerkleHash.Size], pair[MerkleHash.Size..], row.Slice(i * MerkleHash.Size, MerkleHash.Size));
            }
        }

        return row[..MerkleHash.Size].ToArray();
    }

    /// <summary>The largest power of two that is less than a number of at least 2.</summary>
    private static long LargestPowerBelow(long number) => 1L << BitOperations.Log2((ulong)(number - 1));
}
