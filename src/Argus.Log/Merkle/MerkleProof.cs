namespace Argus.Log.Merkle;

/// <summary>Checks proofs (RFC 9162 §2.1.3.2 and §2.1.4.2). They need the proof and the roots, and nothing of the log.</summary>
public static class MerkleProof
{
    /// <summary>Whether the tree of this size and root has this leaf at this position.</summary>
    public static bool VerifyInclusion(ReadOnlySpan<byte> leafHash, long position, long size, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (position < 0 || position >= size || leafHash.Length != MerkleHash.Size || proof.Any(hash => hash.Length != MerkleHash.Size))
            return false;
        var (node, last) = (position, size - 1);
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        leafHash.CopyTo(hash);
        foreach (var sibling in proof)
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                MerkleHash.Node(sibling, hash, hash);
                for (; (node & 1) == 0 && node != 0; node >>= 1)
                    last >>= 1;
            }
            else
            {
                MerkleHash.Node(hash, sibling, hash);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && hash.SequenceEqual(root);
    }

    /// <summary>Whether the tree of the first size and root is the beginning of the second. A tree of no entries is the beginning of any.</summary>
    public static bool VerifyConsistency(long first, ReadOnlySpan<byte> firstRoot, long second, ReadOnlySpan<byte> secondRoot, IReadOnlyList<byte[]> proof)
    {
        if (first < 0 || first > second || proof.Any(hash => hash.Length != MerkleHash.Size))
            return false;
        if (first == second)
            return proof.Count == 0 && firstRoot.SequenceEqual(secondRoot);
        if (first == 0)
            return proof.Count == 0 && firstRoot.SequenceEqual(MerkleHash.EmptyRoot());

        // A first tree that is one complete subtree is its own first hash.
        var isSubtree = (first & (first - 1)) == 0;
        if (!isSubtree && proof.Count == 0)
            return false;
        Span<byte> older = stackalloc byte[MerkleHash.Size];
        Span<byte> newer = stackalloc byte[MerkleHash.Size];
        (isSubtree ? firstRoot : proof[0]).CopyTo(older);
        older.CopyTo(newer);

        var (node, last) = (first - 1, second - 1);
        for (; (node & 1) == 1; node >>= 1)
            last >>= 1;
        for (var i = isSubtree ? 0 : 1; i < proof.Count; i++)
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                MerkleHash.Node(proof[i], older, older);
                MerkleHash.Node(proof[i], newer, newer);
                for (; (node & 1) == 0 && node != 0; node >>= 1)
                    last >>= 1;
            }
            else
            {
                MerkleHash.Node(newer, proof[i], newer);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && older.SequenceEqual(firstRoot) && newer.SequenceEqual(secondRoot);
    }
}
