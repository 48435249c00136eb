using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Argus.Log.Archives;

/// <summary>
/// Where a window's entries of one tenant stand, by stream: 36 bytes for each, sorted: the stream's key (16), its version there (4), the position (8) and the
/// number in the feed (8; 0 for none), most significant first. With it a stream that was dropped is found, and a window is made again.
/// </summary>
public sealed class StreamIndex(string path)
{
    public const int RecordBytes = 36;

    private const int KeyBytes = 16;
    private const int Buffered = 1 << 20;

    /// <summary>What is to take the index's place once the store says so: until then the index is still the one of what was dropped before.</summary>
    public StreamIndex Next => new(path + ".next");

    /// <summary>Has <see cref="Next"/> take the index's place if it is the one of that hash. Else it is of a drop that did not come to be, and goes.</summary>
    /// <exception cref="LogUnavailableException">The disk refuses.</exception>
    public void Settle(ReadOnlySpan<byte> sha256)
    {
        var next = path + ".next";
        try
        {
            if (!File.Exists(next))
                return;
            if (SHA256.HashData(File.ReadAllBytes(next)).AsSpan().SequenceEqual(sha256))
                DurableFile.Settle(next, path);
            else
                File.Delete(next);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogUnavailableException($"The archive's index {path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Writes the index, durably.</summary>
    /// <param name="records">Sorted by key and version.</param>
    /// <param name="cancellation">Leaves it unwritten.</param>
    /// <returns>SHA-256 of the file.</returns>
    /// <exception cref="LogUnavailableException">The disk refuses.</exception>
    public async ValueTask<byte[]> WriteAsync(IAsyncEnumerable<IndexedEntry> records, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None, Buffered);
            await using (file.ConfigureAwait(false))
            {
                var bytes = new byte[RecordBytes];
                await foreach (var record in records.WithCancellation(cancellation).ConfigureAwait(false))
                {
                    record.Write(bytes);
                    hash.AppendData(bytes);
                    file.Write(bytes);
                }

                file.Flush(flushToDisk: true);
            }

            DurableFile.Settle(path + ".new", path);
            return hash.GetHashAndReset();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogUnavailableException($"The archive's index {path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>The entries of one stream from a version on, in order; empty if there are none.</summary>
    /// <exception cref="LogUnavailableException">The index cannot be read.</exception>
    public IReadOnlyList<IndexedEntry> Find(Guid stream, long fromVersion) => Reading(handle =>
    {
        var found = new List<IndexedEntry>();
        for (var at = FirstOf(handle, stream); At(handle, at) is { } record && record.Stream == stream; at++)
        {
            if (record.StreamVersion >= fromVersion)
                found.Add(record);
        }

        return found;
    });

    /// <summary>All of them, in order.</summary>
    /// <exception cref="LogUnavailableException">The index cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not the one of that hash.</exception>
    public IReadOnlyList<IndexedEntry> ReadAll(ReadOnlySpan<byte> sha256)
    {
        var bytes = Reading(handle =>
        {
            var all = new byte[RandomAccess.GetLength(handle)];
            RandomAccess.Read(handle, all, 0);
            return all;
        });
        if (!SHA256.HashData(bytes).AsSpan().SequenceEqual(sha256))
            throw new InvalidDataException($"The archive's index {path} is not the one that was written.");
        return [.. Enumerable.Range(0, bytes.Length / RecordBytes).Select(i => IndexedEntry.Read(bytes.AsSpan(i * RecordBytes, RecordBytes)))];
    }

    private T Reading<T>(Func<Microsoft.Win32.SafeHandles.SafeFileHandle, T> read)
    {
        try
        {
            using var handle = File.OpenHandle(path);
            return read(handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogUnavailableException($"The archive's index {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The place of the first record that is not before the stream's.</summary>
    private static long FirstOf(Microsoft.Win32.SafeHandles.SafeFileHandle handle, Guid stream)
    {
        Span<byte> wanted = stackalloc byte[KeyBytes];
        stream.TryWriteBytes(wanted, bigEndian: true, out _);
        Span<byte> key = stackalloc byte[KeyBytes];
        var (low, high) = (0L, RandomAccess.GetLength(handle) / RecordBytes);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            RandomAccess.Read(handle, key, middle * RecordBytes);
            (low, high) = key.SequenceCompareTo(wanted) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static IndexedEntry? At(Microsoft.Win32.SafeHandles.SafeFileHandle handle, long place)
    {
        Span<byte> bytes = stackalloc byte[RecordBytes];
        return RandomAccess.Read(handle, bytes, place * RecordBytes) == RecordBytes ? IndexedEntry.Read(bytes) : null;
    }
}

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
