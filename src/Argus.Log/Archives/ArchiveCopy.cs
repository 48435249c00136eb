using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Log.Archives;

/// <summary>Copies a log's tiles into its archive. What an earlier copy finished is not written again; what one left unfinished is.</summary>
public static class ArchiveCopy
{
    /// <param name="source">The log.</param>
    /// <param name="folder">Its archive.</param>
    /// <param name="done">Up to where the archive was finished before.</param>
    /// <param name="size">Up to where it is to be.</param>
    /// <param name="root">Over that many entries, as it was signed.</param>
    /// <param name="cancellation">Leaves it unfinished.</param>
    /// <exception cref="LogDivergedException">What was copied is not what was signed.</exception>
    /// <exception cref="LogUnavailableException"/>
    public static async Task RunAsync(ITileSource source, ArchiveFolder folder, long done, long size, ReadOnlyMemory<byte> root, CancellationToken cancellation)
    {
        foreach (var tile in Missing(done, size))
        {
            var bytes = await source.ReadAsync(tile, cancellation).ConfigureAwait(false);
            if (tile.Level == TilePath.Entries)
                await CheckAsync(source, tile, bytes, cancellation).ConfigureAwait(false);
            await folder.WriteAsync(tile.ToString(), bytes, cancellation).ConfigureAwait(false);
        }

        // From the files, not from what was written into them.
        var archived = await new TreeReader(folder).RootAsync(size, cancellation).ConfigureAwait(false);
        if (!archived.AsSpan().SequenceEqual(root.Span))
            throw new LogDivergedException($"The archive up to {size} has the root {Convert.ToBase64String(archived)}, signed was {Convert.ToBase64String(root.Span)}.");
    }

    /// <summary>Those that were not full when the archive was finished before.</summary>
    private static IEnumerable<TilePath> Missing(long done, long size)
    {
        for (var level = TilePath.Entries; level <= TilePath.HighestLevel && TilePath.CountAt(level, size) > 0; level++)
        {
            for (var index = TilePath.CountAt(level, done) / TilePath.FullWidth; index * TilePath.FullWidth < TilePath.CountAt(level, size); index++)
                yield return TilePath.Holding(level, index * TilePath.FullWidth, size);
        }
    }

    /// <summary>The entries must be those that the tree is of.</summary>
    private static async ValueTask CheckAsync(ITileSource source, TilePath bundle, ReadOnlyMemory<byte> entries, CancellationToken cancellation)
    {
        var hashes = await source.ReadAsync(bundle with { Level = 0 }, cancellation).ConfigureAwait(false);
        if (!HashesOf(entries.Span, bundle).AsSpan().SequenceEqual(hashes.Span))
            throw new LogDivergedException($"The entries of {bundle} are not those that the tree is of.");
    }

    /// <summary>The leaf hashes of a bundle's entries.</summary>
    /// <exception cref="InvalidDataException">It has not as many as its width says.</exception>
    internal static byte[] HashesOf(ReadOnlySpan<byte> bundle, TilePath tile)
    {
        var hashes = new byte[tile.Width * MerkleHash.Size];
        var rest = bundle;
        for (var i = 0; i < tile.Width; i++)
        {
            if (!EntryBundle.TryRead(ref rest, out var entry))
                throw new InvalidDataException($"{tile} has {i} entries.");
            MerkleHash.Leaf(entry, hashes.AsSpan(i * MerkleHash.Size, MerkleHash.Size));
        }

        return rest.IsEmpty ? hashes : throw new InvalidDataException($"{tile} has more entries than {tile.Width}.");
    }
}
