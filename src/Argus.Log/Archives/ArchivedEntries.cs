using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Log.Archives;

/// <summary>
/// Entries that the store does not hold any more, from the archive. What lies there is not believed: a bundle must come to the root that the store keeps
/// of it. Only full bundles are ever dropped.
/// </summary>
/// <param name="archive">Where they lie.</param>
/// <param name="kept">The roots of full tiles.</param>
public sealed class ArchivedEntries(LogArchive archive, ITileTable kept)
{
    /// <summary>The entries at some positions, in the order of the positions, which must rise.</summary>
    /// <exception cref="LogUnavailableException">The archive cannot be reached, or does not have them.</exception>
    /// <exception cref="InvalidDataException">What it has is not what was archived.</exception>
    public async ValueTask<IReadOnlyList<LogEntry>> ReadAsync(string tenant, IReadOnlyList<long> positions, CancellationToken cancellation)
    {
        var folder = archive.Of(tenant);
        var found = new List<LogEntry>(positions.Count);
        for (var i = 0; i < positions.Count;)
        {
            var index = positions[i] / TilePath.FullWidth;
            var entries = await BundleAsync(folder, tenant, index, cancellation).ConfigureAwait(false);
            for (; i < positions.Count && positions[i] / TilePath.FullWidth == index; i++)
            {
                var entry = entries[(int)(positions[i] % TilePath.FullWidth)];
                found.Add(new LogEntry(tenant, positions[i], Envelope.StreamVersionOf(entry.Span), null, entry));
            }
        }

        return found;
    }

    private async ValueTask<List<ReadOnlyMemory<byte>>> BundleAsync(ArchiveFolder folder, string tenant, long index, CancellationToken cancellation)
    {
        var tile = new TilePath(TilePath.Entries, index, TilePath.FullWidth);
        var bundle = await folder.ReadAsync(tile, cancellation).ConfigureAwait(false);
        var root = await kept.RootsAsync(tenant, 0, index, 1, cancellation).ConfigureAwait(false);
        if (!TreeReader.Merge(ArchiveCopy.HashesOf(bundle.Span, tile)).AsSpan().SequenceEqual(root.Span))
            throw new InvalidDataException($"{tile} in the archive of {tenant} is not what was archived.");

        var entries = new List<ReadOnlyMemory<byte>>(TilePath.FullWidth);
        var rest = bundle.Span;
        while (EntryBundle.TryRead(ref rest, out var entry))
            entries.Add(bundle.Slice(bundle.Length - rest.Length - entry.Length, entry.Length));
        return entries;
    }
}
