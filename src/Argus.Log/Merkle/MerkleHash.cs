using System.Buffers;
using System.Security.Cryptography;

namespace Argus.Log.Merkle;

/// <summary>The two hashes of an RFC 6962 Merkle tree (§2.1), over SHA-256. Leaves and nodes start with different bytes, so that neither can pass for the other.</summary>
public static class MerkleHash
{
    /// <summary>Bytes in a hash.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>SHA-256(0x00 || entry).</summary>
    public static void Leaf(ReadOnlySpan<byte> entry, Span<byte> destination)
    {
        var input = ArrayPool<byte>.Shared.Rent(1 + entry.Length);
        input[0] = 0x00;
        entry.CopyTo(input.AsSpan(1));
        SHA256.HashData(input.AsSpan(0, 1 + entry.Length), destination);
        ArrayPool<byte>.Shared.Return(input);
    }

    /// <summary>The leaf hashes of entries, one after another.</summary>
    public static byte[] Leaves(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var hashes = new byte[entries.Count * Size];
        for (var i = 0; i < entries.Count; i++)
            Leaf(entries[i].Span, hashes.AsSpan(i * Size, Size));
        return hashes;
    }

    /// <summary>SHA-256(0x01 || left || right).</summary>
    public static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> destination)
    {
        Span<byte> input = stackalloc byte[1 + Size + Size];
        input[0] = 0x01;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Size)..]);
        SHA256.HashData(input, destination);
    }

    /// <summary>The root of a tree without leaves: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot() => SHA256.HashData([]);
}
