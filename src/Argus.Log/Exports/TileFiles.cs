using System.Globalization;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Log.Exports;

/// <summary>Tiles of an export as they must be: of exactly their width, and with narrower ones of earlier exports as their beginnings.</summary>
internal static class TileFiles
{
    public static Divergence? ReadHashes(ExportDirectory export, TilePath tile, ref byte[] buffer)
    {
        var file = export.Read(tile.ToString(), ExportDirectory.MaxTileBytes, ref buffer);
        var expected = tile.Width * MerkleHash.Size;
        if (file.Fault(tile.FirstLeaf) is { } fault)
            return fault;
        return file.Length == expected ? null : Length(tile, expected, file.Length);
    }

    /// <summary>Partial tiles that earlier exports left: each must be how this one begins.</summary>
    public static Divergence? CheckBeginnings(ExportDirectory export, TilePath tile, ReadOnlyMemory<byte> content)
    {
        byte[] buffer = [];
        foreach (var beginning in export.Beginnings(tile))
        {
            var expected = tile.Level == TilePath.Entries ? EntryBundle.Cut(content, beginning.Width) : content[..(beginning.Width * MerkleHash.Size)];
            var file = export.Read(beginning.ToString(), ExportDirectory.MaxBundleBytes, ref buffer);
            if (file.Fault(tile.FirstLeaf) is { } fault)
                return fault;
            if (!buffer.AsSpan(0, (int)file.Length).SequenceEqual(expected.Span))
                return new Divergence(Divergences.TileDiffers, tile.FirstLeaf, beginning.ToString(), $"how {tile} begins", "something else");
        }

        return null;
    }

    private static Divergence Length(TilePath tile, long expected, long found) => new(
        found < expected ? Divergences.Truncated : Divergences.TileDiffers, tile.FirstLeaf, tile.ToString(), Bytes(expected), Bytes(found));

    private static string Bytes(long count) => $"{count.ToString(CultureInfo.InvariantCulture)} bytes";
}
