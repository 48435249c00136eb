using System.Threading.Channels;
using Argus.Log.Tiles;

namespace Argus.Log.Exports;

/// <summary>Reads an export's entry bundles with the hash tiles above them, in order and ahead of whoever checks them. A few buffers go around.</summary>
internal sealed class BundleReader(ExportDirectory export, long size)
{
    private const int Ahead = 4;

    /// <summary>Ends behind the first that cannot be read as it should be. What was yielded is good until the next.</summary>
    public async IAsyncEnumerable<ReadBundle> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var full = Channel.CreateBounded<ReadBundle>(Ahead);
        var empty = Channel.CreateBounded<ReadBundle>(Ahead);
        for (var i = 0; i < Ahead; i++)
            empty.Writer.TryWrite(new ReadBundle());
        var reading = Task.Run(() => ReadAllAsync(empty.Reader, full.Writer, stopping.Token), CancellationToken.None);
        try
        {
            await foreach (var bundle in full.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                yield return bundle;
                await empty.Writer.WriteAsync(bundle, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAllAsync(ChannelReader<ReadBundle> empty, ChannelWriter<ReadBundle> full, CancellationToken cancellation)
    {
        try
        {
            for (var first = 0L; first < size; first += TilePath.FullWidth)
            {
                var bundle = await empty.ReadAsync(cancellation).ConfigureAwait(false);
                Read(bundle, TilePath.Holding(TilePath.Entries, first, size));
                await full.WriteAsync(bundle, cancellation).ConfigureAwait(false);
                if (bundle.Fault is not null || size - first <= TilePath.FullWidth)
                    break;
            }

            full.Complete();
        }
        catch (Exception e)
        {
            // Whoever waits for bundles gets it.
            full.Complete(e);
            throw;
        }
    }

    private void Read(ReadBundle bundle, TilePath tile)
    {
        bundle.Tile = tile;
        bundle.Length = 0;
        var file = export.Read(tile.ToString(), ExportDirectory.MaxBundleBytes, ref bundle.Bytes);
        bundle.Fault = file.Fault(tile.FirstLeaf) ?? TileFiles.ReadHashes(export, tile with { Level = 0 }, ref bundle.Hashes);
        if (bundle.Fault is not null)
            return;
        bundle.Length = (int)file.Length;
        // A bundle that is no bundle is told of by whoever checks its entries.
        if (bundle.IsWhole)
            bundle.Fault = TileFiles.CheckBeginnings(export, tile, bundle.Bytes.AsMemory(0, bundle.Length));
        bundle.Fault ??= TileFiles.CheckBeginnings(export, tile with { Level = 0 }, bundle.Hashes.AsMemory(0, tile.Width * Merkle.MerkleHash.Size));
    }
}

/// <summary>An entry bundle and the tile of its leaf hashes.</summary>
internal sealed class ReadBundle
{
    public byte[] Bytes = [];

    public byte[] Hashes = [];

    public TilePath Tile { get; set; }

    /// <summary>Bytes that count in <see cref="Bytes"/>.</summary>
    public int Length { get; set; }

    /// <summary>Why there is no bundle.</summary>
    public Divergence? Fault { get; set; }

    /// <summary>Whether it has as many entries as it should have, at least.</summary>
    public bool IsWhole
    {
        get
        {
            ReadOnlySpan<byte> rest = Bytes.AsSpan(0, Length);
            for (var i = 0; i < Tile.Width; i++)
            {
                if (rest.Length < sizeof(ushort) || rest.Length - sizeof(ushort) < System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(rest))
                    return false;
                rest = rest[(sizeof(ushort) + System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(rest))..];
            }

            return true;
        }
    }
}
