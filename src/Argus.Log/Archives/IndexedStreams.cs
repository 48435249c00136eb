using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace Argus.Log.Archives;

/// <summary>
/// Finds streams that were dropped. An index is not believed, for one that kept silent about a stream would have it begin anew: when it is first asked it must
/// be, as a whole, the one that the store knows; later, each part that is read must be what it was then.
/// </summary>
public sealed class IndexedStreams
{
    // Of a million entries: 50 KB.
    private const int MostKept = 1_024;

    private readonly ConcurrentDictionary<string, IndexParts> _known = new();
    private readonly Lock _reading = new();

    /// <summary>One stream's entries, in order; empty if there are none.</summary>
    /// <param name="index">The window's.</param>
    /// <param name="sha256">Of the index, as the store has it.</param>
    /// <param name="stream">The stream's key.</param>
    /// <returns>
    /// Null if there is no index of that hash: it was altered, or another has just taken its place, whose hash the store has by now.
    /// </returns>
    /// <exception cref="LogUnavailableException">The index cannot be read, or is not there.</exception>
    public IReadOnlyList<IndexedEntry>? Find(StreamIndex index, ReadOnlySpan<byte> sha256, Guid stream)
    {
        using var settled = index.Open();

        // Between a drop and its last step the index still lies beside its place.
        using var next = index.Next.Open();
        if (settled is null && next is null)
            throw index.Unreadable("it is not there.");
        return Find(settled, sha256, stream) ?? Find(next, sha256, stream);
    }

    private IReadOnlyList<IndexedEntry>? Find(SafeFileHandle? file, ReadOnlySpan<byte> sha256, Guid stream) =>
        file is null ? null : PartsOf(file, sha256)?.Find(file, stream);

    private IndexParts? PartsOf(SafeFileHandle file, ReadOnlySpan<byte> sha256)
    {
        var name = Convert.ToHexString(sha256);
        if (_known.TryGetValue(name, out var known))
            return known;

        // Those who come at once wait for the first: it reads all of the file.
        lock (_reading)
        {
            if (_known.TryGetValue(name, out known) || IndexParts.Of(file, sha256) is not { } parts)
                return known;
            if (_known.Count >= MostKept)
                _known.Clear();
            return _known[name] = parts;
        }
    }
}
