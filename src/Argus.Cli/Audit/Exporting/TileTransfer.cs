using Argus.Log.Checkpoints;
using Argus.Log.Exports;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Cli.Audit.Exporting;

/// <summary>
/// Fetches the tiles of a checkpoint that are not there yet, a few at a time. Each bundle is compared with its hashes before either is written; at the end every
/// tile is compared with the one above it, and the whole with the signed root.
/// </summary>
internal sealed class TileTransfer(ExportSource source, ExportFolder folder, Checkpoint checkpoint)
{
    private const int AtOnce = 6;

    /// <summary>How much of the work is the comparison at the end.</summary>
    private const double LastShare = 0.05;

    private long _bundles;

    /// <summary>Bundles that were fetched.</summary>
    public long Bundles => Volatile.Read(ref _bundles);

    /// <exception cref="CommandFailure">Something does not lead to the root, or cannot be had.</exception>
    public async Task RunAsync(IProgress<double> share, CancellationToken cancellation)
    {
        var count = (checkpoint.Size + TilePath.FullWidth - 1) / TilePath.FullWidth;
        var done = 0L;
        var together = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Indexes(count), together, async (index, token) =>
        {
            await FetchAsync(index, token).ConfigureAwait(false);
            share.Report((1 - LastShare) * Interlocked.Increment(ref done) / count);
        }).ConfigureAwait(false);
        foreach (var tile in TilePath.All(checkpoint.Size).Where(tile => tile.Level > 0 && !folder.Has(tile)))
            folder.Write(tile.ToString(), Exactly(tile, await source.TileAsync(tile, cancellation).ConfigureAwait(false)));
        await CompareAsync(cancellation).ConfigureAwait(false);
        share.Report(1);
    }

    private static IEnumerable<long> Indexes(long count)
    {
        for (var index = 0L; index < count; index++)
            yield return index;
    }

    private async Task FetchAsync(long index, CancellationToken cancellation)
    {
        var hashes = TilePath.Holding(0, index * TilePath.FullWidth, checkpoint.Size);
        var entries = hashes with { Level = TilePath.Entries };
        if (folder.Has(hashes) && folder.Has(entries))
            return;
        var tile = Exactly(hashes, await source.TileAsync(hashes, cancellation).ConfigureAwait(false));
        var bundle = await source.TileAsync(entries, cancellation).ConfigureAwait(false);
        Compare(entries, bundle, tile);
        folder.Write(hashes.ToString(), tile);
        folder.Write(entries.ToString(), bundle);
        Interlocked.Increment(ref _bundles);
    }

    private static byte[] Exactly(TilePath tile, byte[] bytes) => bytes.Length == tile.Width * MerkleHash.Size ? bytes
        : throw CommandFailure.Refused(Divergences.TileDiffers, $"{tile} came with {bytes.Length} bytes.");

    /// <summary>Whether these are the entries that were hashed, all of them and no more.</summary>
    private static void Compare(TilePath entries, byte[] bundle, ReadOnlySpan<byte> hashes)
    {
        ReadOnlySpan<byte> rest = bundle;
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        try
        {
            for (var i = 0; i < entries.Width; i++)
            {
                if (!EntryBundle.TryRead(ref rest, out var entry))
                    throw CommandFailure.Refused(Divergences.EntryMissing, $"{entries} ends before position {entries.FirstLeaf + i}.");
                MerkleHash.Leaf(entry, hash);
                if (!hash.SequenceEqual(hashes.Slice(i * MerkleHash.Size, MerkleHash.Size)))
                    throw CommandFailure.Refused(Divergences.EntryChanged, $"The entry at position {entries.FirstLeaf + i} is not the one that the log's tree has.");
            }
        }
        catch (InvalidDataException e)
        {
            throw CommandFailure.Refused(Divergences.Truncated, $"{entries}: {e.Message}");
        }

        if (!rest.IsEmpty)
            throw CommandFailure.Refused(Divergences.TileDiffers, $"{entries} has more than its {entries.Width} entries.");
    }

    private async Task CompareAsync(CancellationToken cancellation)
    {
        foreach (var tile in TilePath.All(checkpoint.Size).Where(tile => tile.Level > 0))
        {
            var hashes = await folder.ReadAsync(tile, cancellation).ConfigureAwait(false);
            for (var i = 0; i < tile.Width; i++)
            {
                var below = new TilePath(tile.Level - 1, tile.Index * TilePath.FullWidth + i, TilePath.FullWidth);
                var root = TreeReader.Merge((await folder.ReadAsync(below, cancellation).ConfigureAwait(false)).Span);
                if (!hashes.Span.Slice(i * MerkleHash.Size, MerkleHash.Size).SequenceEqual(root))
                    throw CommandFailure.Refused(Divergences.TileDiffers, $"{tile} does not have the root of {below}.");
            }
        }

        var found = await new TreeReader(folder).RootAsync(checkpoint.Size, cancellation).ConfigureAwait(false);
        if (!found.AsSpan().SequenceEqual(checkpoint.RootHash.Span))
            throw CommandFailure.Refused(Divergences.RootDiffers, $"The tiles lead to {Convert.ToBase64String(found)}, and {Convert.ToBase64String(checkpoint.RootHash.Span)} is signed.");
    }
}
