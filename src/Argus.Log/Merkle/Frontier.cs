using System.Numerics;

namespace Argus.Log.Merkle;

/// <summary>
/// The right edge of a growing Merkle tree: the roots of its complete subtrees, largest first, one for each bit set in the size.
/// It is all that is needed to add leaves and to know the root, whatever the size.
/// </summary>
public sealed class Frontier
{
    private readonly List<byte[]> _roots;

    public Frontier() : this(0, [])
    {
    }

    private Frontier(long size, List<byte[]> roots)
    {
        Size = size;
        _roots = roots;
    }

    /// <summary>Leaves in the tree.</summary>
    public long Size { get; private set; }

    /// <summary>Reads back what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes cannot be the frontier of a tree of this size.</exception>
    public static Frontier FromBytes(long size, ReadOnlySpan<byte> bytes)
    {
        var count = BitOperations.PopCount((ulong)size);
        if (size < 0 || bytes.Length != count * MerkleHash.Size)
            throw new InvalidDataException($"A frontier of {bytes.Length} bytes cannot belong to a log of {size} entries.");

        var roots = new List<byte[]>(count);
        for (var i = 0; i < count; i++)
            roots.Add(bytes.Slice(i * MerkleHash.Size, MerkleHash.Size).ToArray());
        return new Frontier(size, roots);
    }

    /// <summary>The subtree roots one after another, largest subtree first.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_roots.Count * MerkleHash.Size];
        for (var i = 0; i < _roots.Count; i++)
            _roots[i].CopyTo(bytes, i * MerkleHash.Size);
        return bytes;
    }

    /// <summary>Adds a leaf hash, merging equal-sized neighbours as a binary counter carries.</summary>
    public void Append(ReadOnlySpan<byte> leafHash)
    {
        var root = leafHash.ToArray();
        for (var carry = Size; (carry & 1) == 1; carry >>= 1)
        {
            MerkleHash.Node(_roots[^1], root, root);
            _roots.RemoveAt(_roots.Count - 1);
        }

        _roots.Add(root);
        Size++;
    }

    /// <summary>The tree's root (RFC 6962 §2.1).</summary>
    public byte[] Root()
    {
        if (_roots.Count == 0)
            return MerkleHash.EmptyRoot();

        var root = _roots[^1].AsSpan().ToArray();
        for (var i = _roots.Count - 2; i >= 0; i--)
            MerkleHash.Node(_roots[i], root, root);
        return root;
    }
}
