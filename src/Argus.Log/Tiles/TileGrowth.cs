using Argus.Log.Merkle;

namespace Argus.Log.Tiles;

/// <summary>Makes the full tiles that a log does not keep yet, each once, and checks what they come to before they are kept.</summary>
/// <param name="log">Its entries and its head.</param>
/// <param name="kept">What is kept, and where to keep more.</param>
/// <param name="tenant">Whose log.</param>
public sealed class TileGrowth(IEventLog log, ITileTable kept, string tenant)
{
    /// <summary>Level 0 tiles in one call: half a megabyte of hashes, of 16,384 entries.</summary>
    private const int MostTiles = 64;

    /// <inheritdoc cref="IEventLog.GrowTilesAsync"/>
    public async ValueTask<LogHead?> GrowAsync(CancellationToken cancellation)
    {
        var head = await log.ReadHeadAsync(tenant, cancellation).ConfigureAwait(false);
        var first = await kept.CountAsync(tenant, 0, cancellation).ConfigureAwait(false);
        var full = head.Size / TilePath.FullWidth;
        if (first > full)
            throw new LogDivergedException($"The log of tenant {tenant} ends at {head.Size}, and has {first} full tiles: entries were taken from its end.");

        var until = Math.Min(full, first + MostTiles);
        var grown = new GrownTiles(kept);
        await HashAsync(grown, first, until, cancellation).ConfigureAwait(false);
        await RaiseAsync(grown, until, cancellation).ConfigureAwait(false);
        // A log that grew by more than one call's work is compared at its end: only there is a root to compare with.
        if (until == full)
            await CompareAsync(head, grown, cancellation).ConfigureAwait(false);
        if (grown.All.Count > 0)
            await kept.AddAsync(tenant, grown.All, cancellation).ConfigureAwait(false);
        return until == full ? head : null;
    }

    /// <summary>The tiles of the entries' hashes.</summary>
    private async ValueTask HashAsync(GrownTiles grown, long first, long until, CancellationToken cancellation)
    {
        if (first == until)
            return;
        var hashes = new byte[TilePath.FullWidth * MerkleHash.Size];
        try
        {
            await foreach (var entry in log.ReadAsync(tenant, first * TilePath.FullWidth, until * TilePath.FullWidth, cancellation).ConfigureAwait(false))
            {
                var at = (int)(entry.Position % TilePath.FullWidth);
                MerkleHash.Leaf(entry.Bytes.Span, hashes.AsSpan(at * MerkleHash.Size, MerkleHash.Size));
                if (at == TilePath.FullWidth - 1)
                    grown.Add(Tile(0, entry.Position / TilePath.FullWidth, [.. hashes]));
            }
        }
        catch (InvalidDataException e)
        {
            throw Diverged(e.Message);
        }

        if (grown.All.Count != until - first)
            throw Diverged($"entries between {first * TilePath.FullWidth} and {until * TilePath.FullWidth} are not there.");
    }

    /// <summary>The tiles of higher levels that become full with those below.</summary>
    private async ValueTask RaiseAsync(GrownTiles grown, long below, CancellationToken cancellation)
    {
        for (var level = 1; level <= TilePath.HighestLevel && below >= TilePath.FullWidth; level++)
        {
            var full = below / TilePath.FullWidth;
            for (var index = await kept.CountAsync(tenant, level, cancellation).ConfigureAwait(false); index < full; index++)
            {
                var roots = await grown.RootsAsync(tenant, level - 1, index * TilePath.FullWidth, TilePath.FullWidth, cancellation).ConfigureAwait(false);
                if (roots.Length != TilePath.FullWidth * MerkleHash.Size)
                    throw Diverged($"tiles of level {level - 1} below {new TilePath(level, index, TilePath.FullWidth)} are not there.");
                grown.Add(Tile(level, index, roots.ToArray()));
            }

            below = full;
        }
    }

    private async ValueTask CompareAsync(LogHead head, GrownTiles grown, CancellationToken cancellation)
    {
        byte[] root;
        try
        {
            root = await new TreeReader(new RememberedTiles(new KeptTiles(log, grown, tenant))).RootAsync(head.Size, cancellation).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw Diverged(e.Message);
        }

        if (!root.AsSpan().SequenceEqual(head.RootHash.Span))
            throw Diverged($"the root at {head.Size} is {Convert.ToBase64String(head.RootHash.Span)} by its head and {Convert.ToBase64String(root)} by its entries.");
    }

    private LogDivergedException Diverged(string how) => new($"The log of tenant {tenant} is not what was appended: {how}");

    private static FullTile Tile(int level, long index, byte[] hashes) => new(level, index, hashes, TreeReader.Merge(hashes));
}
