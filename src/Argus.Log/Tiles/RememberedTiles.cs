namespace Argus.Log.Tiles;

/// <summary>
/// Reads each tile once: a proof takes many hashes of few tiles. For one piece of work over one size of the log; it forgets nothing.
/// </summary>
public sealed class RememberedTiles(ITileSource tiles) : ITileSource
{
    private readonly Dictionary<TilePath, ReadOnlyMemory<byte>> _read = [];

    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(TilePath tile, CancellationToken cancellation)
    {
        if (_read.TryGetValue(tile, out var bytes))
            return bytes;
        return _read[tile] = await tiles.ReadAsync(tile, cancellation).ConfigureAwait(false);
    }
}
