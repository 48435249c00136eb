using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Argus.Log.Merkle;

namespace Argus.Log.Checkpoints;

/// <summary>What a checkpoint says (C2SP tlog-checkpoint): the log, its size and its root, a line each.</summary>
/// <param name="Origin">Names the log: a URL without a scheme; the same for its whole life.</param>
/// <param name="Size">Entries in it.</param>
/// <param name="RootHash">The RFC 6962 root over them.</param>
public sealed record Checkpoint(string Origin, long Size, ReadOnlyMemory<byte> RootHash)
{
    /// <summary>The text that is signed. It ends with a line feed.</summary>
    public string Text => $"{Origin}\n{Size.ToString(CultureInfo.InvariantCulture)}\n{Convert.ToBase64String(RootHash.Span)}\n";

    /// <summary>Reads the text of a note; lines behind the third (extensions) are let be.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (text.Split('\n') is not [{ Length: > 0 } origin, var size, var root, .., ""])
            return false;
        Span<byte> hash = stackalloc byte[MerkleHash.Size + 1];
        if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var entries) || entries.ToString(CultureInfo.InvariantCulture) != size)
            return false;
        if (!Convert.TryFromBase64String(root, hash, out var written) || written != MerkleHash.Size || Convert.ToBase64String(hash[..written]) != root)
            return false;
        checkpoint = new Checkpoint(origin, entries, hash[..written].ToArray());
        return true;
    }

    public bool Equals(Checkpoint? other) =>
        other is not null && other.Origin == Origin && other.Size == Size && other.RootHash.Span.SequenceEqual(RootHash.Span);

    public override int GetHashCode() => HashCode.Combine(Origin, Size);
}
