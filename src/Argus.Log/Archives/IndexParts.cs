using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Argus.Log.Archives;

/// <summary>What is kept in memory of an index that was found to be the one that was written: of each part its hash, and the stream that it begins with.</summary>
internal sealed class IndexParts
{
    private const int PartBytes = 1_024 * StreamIndex.RecordBytes;

    private readonly List<Part> _parts = [];

    private IndexParts()
    {
    }

    /// <summary>Reads the file whole.</summary>
    /// <returns>Null if it is not the one of that hash.</returns>
    public static IndexParts? Of(SafeFileHandle file, ReadOnlySpan<byte> sha256)
    {
        var index = new IndexParts();
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[PartBytes];
        int read;
        do
        {
            read = Read(file, index._parts.Count, buffer);
            if (read % StreamIndex.RecordBytes != 0)
                return null;
            var part = buffer.AsSpan(0, read);
            whole.AppendData(part);
            if (read > 0)
                index._parts.Add(new Part(IndexedEntry.Read(part).Stream, SHA256.HashData(part)));
        }
        while (read == PartBytes);

        return whole.GetHashAndReset().AsSpan().SequenceEqual(sha256) ? index : null;
    }

    /// <summary>One stream's entries, in order; empty if there are none.</summary>
    /// <param name="file">The index, which may have been changed meanwhile.</param>
    /// <param name="stream">Its key.</param>
    /// <returns>Null if a part that was read is not what it was.</returns>
    public IReadOnlyList<IndexedEntry>? Find(SafeFileHandle file, Guid stream)
    {
        var found = new List<IndexedEntry>();
        var buffer = new byte[PartBytes];
        for (var i = Math.Max(0, FirstFrom(stream) - 1); i < _parts.Count && _parts[i].First.CompareTo(stream) <= 0; i++)
        {
            var part = buffer.AsSpan(0, Read(file, i, buffer));
            if (!SHA256.HashData(part).AsSpan().SequenceEqual(_parts[i].Sha256))
                return null;
            for (var rest = part; !rest.IsEmpty; rest = rest[StreamIndex.RecordBytes..])
            {
                if (IndexedEntry.Read(rest) is var entry && entry.Stream == stream)
                    found.Add(entry);
            }
        }

        return found;
    }

    /// <summary>The first part that begins with the stream, or behind it: the stream's first entries may stand at the end of the one before.</summary>
    private int FirstFrom(Guid stream)
    {
        var (low, high) = (0, _parts.Count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            (low, high) = _parts[middle].First.CompareTo(stream) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <returns>How much of the part there is.</returns>
    private static int Read(SafeFileHandle file, int part, Span<byte> buffer)
    {
        var length = 0;
        while (RandomAccess.Read(file, buffer[length..], (long)part * PartBytes + length) is > 0 and var read)
            length += read;
        return length;
    }

    private readonly record struct Part(Guid First, byte[] Sha256);
}
