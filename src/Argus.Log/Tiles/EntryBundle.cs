using System.Buffers.Binary;

namespace Argus.Log.Tiles;

/// <summary>Entries one after another, each behind its length in two bytes, most significant first (C2SP tlog-tiles).</summary>
public static class EntryBundle
{
    private const int LengthBytes = 2;

    public static byte[] Write(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var bytes = new byte[entries.Sum(entry => LengthBytes + entry.Length)];
        var at = 0;
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), checked((ushort)entry.Length));
            entry.CopyTo(bytes.AsMemory(at + LengthBytes));
            at += LengthBytes + entry.Length;
        }

        return bytes;
    }

    /// <summary>Takes the next entry from the bundle's rest.</summary>
    /// <returns>False at the bundle's end.</returns>
    /// <exception cref="InvalidDataException">The bundle ends within an entry.</exception>
    public static bool TryRead(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> entry)
    {
        entry = default;
        if (rest.IsEmpty)
            return false;
        if (rest.Length < LengthBytes || rest.Length - LengthBytes < BinaryPrimitives.ReadUInt16BigEndian(rest))
            throw new InvalidDataException("The entry bundle ends within an entry.");
        entry = rest.Slice(LengthBytes, BinaryPrimitives.ReadUInt16BigEndian(rest));
        rest = rest[(LengthBytes + entry.Length)..];
        return true;
    }

    /// <summary>The first entries of a bundle, as the bundle of a shorter log has them.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public static ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> bundle, int width)
    {
        var rest = bundle.Span;
        for (var i = 0; i < width; i++)
        {
            if (!TryRead(ref rest, out _))
                throw new InvalidDataException($"The entry bundle has {i} entries, not {width}.");
        }

        return bundle[..(bundle.Length - rest.Length)];
    }
}
