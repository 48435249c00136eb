using System.Buffers.Binary;
using Argus.Contract;
using Argus.Log.Checkpoints;
using Argus.Log.Exports;

namespace Argus.Specs.Log.Exports;

/// <summary>Each kind of damage has its name, and is found where it is.</summary>
public class An_export_that_was_damaged
{
    private const string Second = "tile/entries/001";

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    [InlineData(511)]
    [InlineData(599)]
    public async Task has_an_entry_changed(int position)
    {
        using var exported = Exported.Of(600);
        exported.Change(BundleOf(position, 600), bytes => Edited(bytes, entries => entries[position % 256] = Exported.With(entries[position % 256], "\"context\":{", "\"kontext\":{")));
        Assert.Equal((Divergences.EntryChanged, position), Brief(await exported.DivergenceAsync()));
    }

    [Fact]
    public async Task tells_the_hashes_of_an_entry_that_was_changed()
    {
        using var exported = Exported.Of(600);
        exported.Change(Second, bytes => Edited(bytes, entries => entries[44] = Exported.With(entries[44], "orders.read", "orders.rite")));
        var divergence = await exported.DivergenceAsync();
        Assert.Equal(new Divergence(Divergences.EntryChanged, 300, Second, divergence.Expected, divergence.Found), divergence);
        Assert.Equal(Convert.ToBase64String(NaiveMerkle.Leaf(exported.Entries[300])), divergence.Expected);
        Assert.Equal(Convert.ToBase64String(NaiveMerkle.Leaf(Exported.With(exported.Entries[300], "orders.read", "orders.rite"))), divergence.Found);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(255)]
    public async Task has_an_entry_missing(int index)
    {
        using var exported = Exported.Of(600);
        exported.Change(Second, bytes => Edited(bytes, entries => entries.RemoveAt(index)));
        Assert.Equal((Divergences.EntryMissing, 256 + index), Brief(await exported.DivergenceAsync()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(256)]
    public async Task has_an_entry_inserted(int index)
    {
        using var exported = Exported.Of(600);
        exported.Change(Second, bytes => Edited(bytes, entries => entries.Insert(index, exported.Entries[7])));
        Assert.Equal((Divergences.EntryInserted, 256 + index), Brief(await exported.DivergenceAsync()));
    }

    [Theory]
    [InlineData(10, 11)]
    [InlineData(0, 255)]
    [InlineData(254, 255)]
    public async Task has_entries_reordered(int one, int other)
    {
        using var exported = Exported.Of(600);
        exported.Change(Second, bytes => Edited(bytes, entries => (entries[one], entries[other]) = (entries[other], entries[one])));
        Assert.Equal((Divergences.EntriesReordered, 256 + one), Brief(await exported.DivergenceAsync()));
    }

    [Theory]
    [InlineData("tile/0/001", 0, 256)]
    [InlineData("tile/0/001", 100, 259)]
    [InlineData("tile/0/002.p/88", 2815, 599)]
    [InlineData("tile/1/000.p/2", 0, 0)]
    [InlineData("tile/1/000.p/2", 33, 256)]
    public async Task has_a_tile_changed(string tile, int at, int position)
    {
        using var exported = Exported.Of(600);
        exported.Change(tile, bytes => Flipped(bytes, at));
        var divergence = await exported.DivergenceAsync();
        Assert.Equal((Divergences.TileDiffers, (long?)position, tile), (divergence.Name, divergence.Position, divergence.File));
    }

    [Theory]
    [InlineData("tile/entries/000", 0)]
    [InlineData("tile/entries/001", 256)]
    [InlineData("tile/entries/002.p/88", 512)]
    [InlineData("tile/0/000", 0)]
    [InlineData("tile/0/002.p/88", 512)]
    [InlineData("tile/1/000.p/2", 0)]
    public async Task has_a_file_missing_or_cut(string file, int position)
    {
        using var exported = Exported.Of(600);
        var bytes = await File.ReadAllBytesAsync(exported.File(file), TestContext.Current.CancellationToken);
        exported.Change(file, _ => bytes[..^1]);
        Assert.Equal(Divergences.Truncated, (await exported.DivergenceAsync()).Name);
        exported.Change(file, _ => []);
        Assert.True((await exported.DivergenceAsync()).Name is Divergences.Truncated or Divergences.EntryMissing);
        File.Delete(exported.File(file));
        Assert.Equal((Divergences.Truncated, position), Brief(await exported.DivergenceAsync()));
    }

    [Fact]
    public async Task was_made_anew_without_the_tail_but_not_signed()
    {
        using var exported = Exported.Of(600);
        exported.ChangeText("checkpoint", "\n600\n", "\n599\n");
        exported.ChangeText("manifest.json", "\"size\":600", "\"size\":599");
        Assert.Equal((Divergences.SignatureBad, 599), Brief(await exported.DivergenceAsync()));
    }

    [Fact]
    public async Task is_signed_by_a_key_that_the_log_does_not_have()
    {
        using var exported = Exported.Of(600);
        using var other = new TestLogKeys(Exported.Origin);
        other.Activate(1, DateTimeOffset.UnixEpoch);
        exported.Change("checkpoint", _ => other.Sign(exported.Checkpoint().Checkpoint, DateTimeOffset.UnixEpoch).ToBytes());
        Assert.Equal((Divergences.UnknownKey, 600), Brief(await exported.DivergenceAsync()));
        exported.Change("keys.json", _ => other.History.ToJson());
        Assert.Equal((Divergences.KeysDiffer, 1), Brief(await exported.DivergenceAsync()));
    }

    [Fact]
    public async Task is_signed_by_a_key_that_was_retired()
    {
        using var exported = Exported.Of(600);
        var old = exported.Keys.History.Keys[0];
        exported.Change("keys.json", _ => new LogKeyHistory(Exported.Origin, [old with { RetiredAt = null, RetiredPosition = null }]).ToJson());
        Assert.Equal((Divergences.UnknownKey, 600), Brief(await exported.DivergenceAsync()));
    }

    [Fact]
    public async Task has_a_checkpoint_that_never_was()
    {
        using var exported = Exported.Of(600, 50, 300, 599);
        var forked = new Checkpoint(Exported.Origin, 300, new byte[32]);
        exported.Change("checkpoints/300", _ => exported.Keys.Sign(forked, DateTimeOffset.UnixEpoch).ToBytes());
        var divergence = await exported.DivergenceAsync();
        Assert.Equal((Divergences.CheckpointInconsistent, (long?)300, "checkpoints/300"), (divergence.Name, divergence.Position, divergence.File));
        Assert.Equal(Convert.ToBase64String(new byte[32]), divergence.Expected);
    }

    [Fact]
    public async Task has_a_checkpoint_under_another_size()
    {
        using var exported = Exported.Of(600, 50, 300);
        File.Move(exported.File("checkpoints/300"), exported.File("checkpoints/301"));
        Assert.Equal((Divergences.CheckpointInconsistent, 301), Brief(await exported.DivergenceAsync()));
    }

    [Theory]
    [InlineData(",\"root\":\"", ",\"root\":\"A")]
    [InlineData("\"size\":600,\"root\"", "\"size\":601,\"root\"")]
    [InlineData("argus-log-export/1", "argus-log-export/2")]
    [InlineData("\"tenant\":\"acme\"", "\"tenant\":\"acme\",\"tenant\":\"acme\"")]
    [InlineData("\"tenant\":\"acme\"", "\"tenant\":\"acme\",\"more\":1")]
    [InlineData("\"tenant\":\"acme\"", "\"tenant\":\"\\ud800\"")]
    [InlineData("\"head\":{\"size\":600", "\"head\":{\"size\":599")]
    [InlineData("\"head\":{\"size\":600", "\"head\":{\"size\":6e2")]
    public async Task has_a_manifest_that_is_none(string from, string to)
    {
        using var exported = Exported.Of(600);
        exported.ChangeText("manifest.json", from, to);
        Assert.True((await exported.DivergenceAsync()).Name is Divergences.NotAnExport or Divergences.HeadDiffers or Divergences.CheckpointInconsistent);
    }

    private static (string, long?) Brief(Divergence divergence) => (divergence.Name, divergence.Position);

    private static string BundleOf(int position, int size) => new Argus.Log.Tiles.TilePath(-1, position / 256, Math.Min(256, size - position / 256 * 256)).ToString();

    private static byte[] Flipped(byte[] bytes, int at)
    {
        bytes[at] ^= 1;
        return bytes;
    }

    private static byte[] Edited(byte[] bundle, Action<List<byte[]>> edit)
    {
        List<byte[]> entries = [];
        for (var at = 0; at < bundle.Length; at += 2 + entries[^1].Length)
            entries.Add(bundle[(at + 2)..(at + 2 + BinaryPrimitives.ReadUInt16BigEndian(bundle.AsSpan(at)))]);
        edit(entries);
        return Argus.Log.Tiles.EntryBundle.Write([.. entries.Select(entry => (ReadOnlyMemory<byte>)entry)]);
    }
}
