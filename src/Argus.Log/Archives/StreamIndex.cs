using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Argus.Log.Archives;

/// <summary>
/// Where a window's entries of one tenant stand, by stream: 36 bytes for each, sorted: the stream's key (16), its version there (4), the position (8) and the
/// number in the feed (8; 0 for none), most significant first. With it a stream that was dropped is found, and a window is made again.
/// </summary>
public sealed class StreamIndex(string path)
{
    public const int RecordBytes = 36;

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

    /// <summary>The file; null if there is none.</summary>
    /// <exception cref="LogUnavailableException">It cannot be read.</exception>
    internal SafeFileHandle? Open()
    {
        try
        {
            return File.OpenHandle(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e.Message, e);
        }
    }

    /// <summary>All of them, in order.</summary>
    /// <exception cref="LogUnavailableException">The index cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not the one of that hash.</exception>
    public IReadOnlyList<IndexedEntry> ReadAll(ReadOnlySpan<byte> sha256)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e.Message, e);
        }

        if (!SHA256.HashData(bytes).AsSpan().SequenceEqual(sha256))
            throw Altered();
        return [.. Enumerable.Range(0, bytes.Length / RecordBytes).Select(i => IndexedEntry.Read(bytes.AsSpan(i * RecordBytes, RecordBytes)))];
    }

    internal LogUnavailableException Unreadable(string why, Exception? inner = null) => new($"The archive's index {path} cannot be read: {why}", inner);

    /// <summary>To throw where there is no index of the hash that the store has.</summary>
    public InvalidDataException Altered() => new($"The archive's index {path} is not the one that was written.");
}
