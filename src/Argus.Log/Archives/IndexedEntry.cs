using System.Buffers.Binary;

namespace Argus.Log.Archives;

/// <summary>Where an entry stands.</summary>
/// <param name="Stream">The stream's key in the store.</param>
/// <param name="StreamVersion">Its place there.</param>
/// <param name="Position">In the tenant's log.</param>
/// <param name="Feed">Its number in the feed of standing entries, if it is one.</param>
public readonly record struct IndexedEntry(Guid Stream, int StreamVersion, long Position, long? Feed)
{
    internal void Write(Span<byte> bytes)
    {
        Stream.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[16..], StreamVersion);
        BinaryPrimitives.WriteInt64BigEndian(bytes[20..], Position);
        BinaryPrimitives.WriteInt64BigEndian(bytes[28..], Feed ?? 0);
    }

    internal static IndexedEntry Read(ReadOnlySpan<byte> bytes)
    {
        var feed = BinaryPrimitives.ReadInt64BigEndian(bytes[28..]);
        return new IndexedEntry(
            new Guid(bytes[..16], bigEndian: true), BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt64BigEndian(bytes[20..]), feed == 0 ? null : feed);
    }
}
