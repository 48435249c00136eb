namespace Argus.Log.Tiles;

/// <summary>Where the tiles of one log can be read: the log itself, an archive or an export of it.</summary>
public interface ITileSource
{
    /// <summary>
    /// The bytes of a tile: 32 for each hash, or for each entry its length (two bytes, most significant first) and its bytes. A wider tile than was asked for
    /// is cut; a tile is never answered narrower.
    /// </summary>
    /// <exception cref="InvalidDataException">The log has no such tile, or it is damaged.</exception>
    /// <exception cref="LogUnavailableException">The store cannot be reached.</exception>
    ValueTask<ReadOnlyMemory<byte>> ReadAsync(TilePath tile, CancellationToken cancellation);
}
