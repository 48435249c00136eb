using Argus.Log;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Contract;

/// <summary>The tiles of a log, before and after they are kept, at every size that it has had.</summary>
public abstract class TileContract : EventLogContract
{
    private const int Full = TilePath.FullWidth;

    [Fact]
    public async Task tiles_are_right_before_they_are_kept_and_afterwards()
    {
        await Fill(2 * Full + 44);
        await TilesAreRight();

        Assert.NotNull(await Log.GrowTilesAsync(Tenant, Cancellation));

        await TilesAreRight();
    }

    [Fact]
    public async Task tiles_of_a_log_that_has_grown_since_they_were_kept_are_right()
    {
        await Fill(Full - 1);
        await Log.GrowTilesAsync(Tenant, Cancellation);
        await Fill(2);
        await TilesAreRight();
        await Log.GrowTilesAsync(Tenant, Cancellation);
        await Fill(Full);
        await TilesAreRight();
    }

    [Fact]
    public async Task growing_answers_the_head_that_the_tiles_lead_to()
    {
        Assert.Equal(0, (await Log.GrowTilesAsync(Tenant, Cancellation))!.Size);
        foreach (var entries in new[] { 1, Full - 1, 1, 300 })
        {
            await Fill(entries);
            var head = await Log.ReadHeadAsync(Tenant, Cancellation);

            for (var again = 0; again < 2; again++)
            {
                var grown = await Log.GrowTilesAsync(Tenant, Cancellation);
                Assert.Equal((head.Size, Convert.ToHexString(head.RootHash.Span)), (grown!.Size, Convert.ToHexString(grown.RootHash.Span)));
            }
        }
    }

    [Fact]
    public async Task a_long_log_is_grown_in_pieces_and_has_tiles_of_tiles()
    {
        await Fill(66_000);
        var calls = 1;
        LogHead? head;
        while ((head = await Log.GrowTilesAsync(Tenant, Cancellation)) is null)
            calls++;

        Assert.Equal(5, calls);
        Assert.Equal(head.RootHash.ToArray(), await new TreeReader(Log.Tiles(Tenant)).RootAsync(66_000, Cancellation));
        var above = await Log.Tiles(Tenant).ReadAsync(new TilePath(1, 0, Full), Cancellation);
        for (var i = 0; i < Full; i += 51)
            Assert.Equal(Merged(await Log.Tiles(Tenant).ReadAsync(new TilePath(0, i, Full), Cancellation)), above.Slice(i * 32, 32).ToArray());
        Assert.Equal(Merged(above), (await Log.Tiles(Tenant).ReadAsync(new TilePath(2, 0, 1), Cancellation)).ToArray());
    }

    [Fact]
    public async Task growing_by_many_at_once_is_growing_once()
    {
        await Fill(3 * Full);

        var heads = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Log.GrowTilesAsync(Tenant, Cancellation).AsTask())));

        Assert.All(heads, head => Assert.Equal(3 * Full, head!.Size));
        await TilesAreRight();
    }

    [Fact]
    public async Task what_a_log_does_not_have_is_no_tile()
    {
        await Fill(Full + 3);
        foreach (var grown in new[] { false, true })
        {
            if (grown)
                await Log.GrowTilesAsync(Tenant, Cancellation);
            foreach (var tile in new TilePath[] { new(0, 1, 4), new(TilePath.Entries, 1, 4), new(TilePath.Entries, 7, 1), new(1, 0, 2), new(2, 0, 1) })
                await Assert.ThrowsAsync<InvalidDataException>(() => Log.Tiles(Tenant).ReadAsync(tile, Cancellation).AsTask());
        }
    }

    [Fact]
    public async Task a_range_has_the_entries_before_its_end_and_no_others()
    {
        await Fill(10);
        Assert.Equal([3L, 4, 5], (await Log.ReadAsync(Tenant, 3, 6, Cancellation).ToList()).Select(entry => entry.Position));
        Assert.Equal([9L], (await Log.ReadAsync(Tenant, 9, 100, Cancellation).ToList()).Select(entry => entry.Position));
        Assert.Empty(await Log.ReadAsync(Tenant, 6, 6, Cancellation).ToList());
        Assert.Empty(await Log.ReadAsync(Tenant, 10, long.MaxValue, Cancellation).ToList());
    }

    /// <summary>Appends to a stream that lasts and to others that are named by time.</summary>
    private async Task Fill(int entries)
    {
        var size = (await Log.ReadHeadAsync(Tenant, Cancellation)).Size;
        await Append(At($"s{size}", 0, [.. Enumerable.Range(0, entries).Select(_ => Passing("many"))]));
    }

    private async Task TilesAreRight()
    {
        var leaves = (await Entries()).Select(entry => entry.Bytes.ToArray()).ToArray();
        foreach (var tile in TilePath.All(leaves.Length))
        {
            var found = await Log.Tiles(Tenant).ReadAsync(tile, Cancellation);
            Assert.Equal(Convert.ToHexString(Expected(tile, leaves)), Convert.ToHexString(found.Span));
            if (tile.Width > 1)
                Assert.Equal(Convert.ToHexString(Expected(tile with { Width = 1 }, leaves)), Convert.ToHexString((await Log.Tiles(Tenant).ReadAsync(tile with { Width = 1 }, Cancellation)).Span));
        }

        Assert.Equal(NaiveMerkle.Root(leaves), await new TreeReader(Log.Tiles(Tenant)).RootAsync(leaves.Length, Cancellation));
    }

    private static byte[] Expected(TilePath tile, byte[][] leaves)
    {
        if (tile.Level == TilePath.Entries)
            return EntryBundle.Write([.. leaves.Skip((int)tile.FirstLeaf).Take(tile.Width).Select(leaf => new ReadOnlyMemory<byte>(leaf))]);
        var under = 1 << (TilePath.Height * tile.Level);
        return [.. Enumerable.Range(0, tile.Width).SelectMany(i => NaiveMerkle.Root([.. leaves.Skip((int)tile.FirstLeaf + i * under).Take(under)]))];
    }

    private static byte[] Merged(ReadOnlyMemory<byte> hashes)
    {
        var row = hashes.ToArray().Chunk(32).ToArray();
        while (row.Length > 1)
            row = [.. row.Chunk(2).Select(pair => System.Security.Cryptography.SHA256.HashData([0x01, .. pair[0], .. pair[1]]))];
        return row[0];
    }
}
