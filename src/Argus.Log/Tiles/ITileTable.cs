namespace Argus.Log.Tiles;

/// <summary>Where a log keeps its full hash tiles.</summary>
public interface ITileTable
{
    /// <summary>How many tiles of a level are kept. They are kept in order, so that this is the index of the next.</summary>
    /// <exception cref="LogUnavailableException"/>
    ValueTask<long> CountAsync(string tenant, int level, CancellationToken cancellation);

    /// <summary>A tile's hashes; null where they are not kept (any more).</summary>
    /// <exception cref="LogUnavailableException"/>
    ValueTask<ReadOnlyMemory<byte>?> FindAsync(string tenant, int level, long index, CancellationToken cancellation);

    /// <summary>The roots of some tiles next to one another, one after another; fewer where the last of them are not kept.</summary>
    /// <exception cref="LogUnavailableException"/>
    ValueTask<ReadOnlyMemory<byte>> RootsAsync(string tenant, int level, long firstIndex, int count, CancellationToken cancellation);

    /// <summary>Keeps tiles. One that is kept already stays as it is.</summary>
    /// <exception cref="LogUnavailableException"/>
    ValueTask AddAsync(string tenant, IReadOnlyCollection<FullTile> tiles, CancellationToken cancellation);
}

/// <summary>A full hash tile and what it comes to.</summary>
/// <param name="Level">From 0.</param>
/// <param name="Index">Which of its level.</param>
/// <param name="Hashes">256 of them.</param>
/// <param name="Root">Of the subtree over them: a hash of the level above.</param>
public sealed record FullTile(int Level, long Index, byte[] Hashes, byte[] Root);
