using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Log.Exports;

/// <summary>The tiles of an export, one at a time, as proofs are made from them.</summary>
/// <param name="size">Entries that the export goes up to: says how wide its tiles are.</param>
public sealed class ExportTiles(ExportDirectory export, long size) : ITileSource
{
    /// <inheritdoc/>
    /// <exception cref="ExportUnreadableException">The system refuses.</exception>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(TilePath tile, CancellationToken cancellation)
    {
        var whole = TilePath.Holding(tile.Level, tile.Index * TilePath.FullWidth, size);
        if (tile.Width > whole.Width)
            throw new InvalidDataException($"The export has no {tile}.");
        var file = export.ReadDocument(whole.ToString(), tile.Level == TilePath.Entries ? ExportDirectory.MaxBundleBytes : ExportDirectory.MaxTileBytes, out var bytes);
        if (file.State != FileState.Read || (tile.Level != TilePath.Entries && bytes.Length != whole.Width * MerkleHash.Size))
            throw new InvalidDataException($"The export's {whole} is missing or damaged.");
        return ValueTask.FromResult(tile.Level == TilePath.Entries ? EntryBundle.Cut(bytes, tile.Width) : bytes[..(tile.Width * MerkleHash.Size)]);
    }
}
