using System.Security.Cryptography;
using Argus.Contract;
using Argus.Log;
using Argus.Log.Checkpoints;
using Argus.Log.Exports;
using Argus.Log.Tiles;

namespace Argus.Specs.Log.Exports;

public class An_export_that_is_right
{
    public static TheoryData<int> Sizes => [2, 3, 99, 255, 256, 257, 511, 512, 513, 1000];

    [Theory, MemberData(nameof(Sizes))]
    public async Task is_found_right_at_any_size(int size)
    {
        using var exported = Exported.Of(size, [.. Enumerable.Range(2, size - 2).Where(at => at is not 101 && (at < 5 || at % 37 == 0 || at % 256 is 0 or 1 or 255)).Select(at => (long)at)]);
        var report = await exported.VerifyAsync();
        Assert.Null(report.Divergence);
        Assert.Equal(exported.Entries.Count, report.Entries);
        Assert.Equal(exported.Earlier.Count(at => at <= report.Entries), report.Checkpoints);
        Assert.Equal(Exported.Tenant, report.Manifest!.Tenant);
        Assert.NotNull(report.SignedAt);
    }

    [Fact]
    public async Task has_tiles_above_tiles()
    {
        using var exported = Exported.Of(66_000, 65_535, 65_536, 65_537, 65_792);
        Assert.True(File.Exists(exported.File("tile/2/000.p/1")));
        Assert.Null((await exported.VerifyAsync()).Divergence);
        exported.Change("tile/2/000.p/1", Flipped);
        Assert.Equal((Divergences.TileDiffers, 0L, "tile/2/000.p/1"), Brief(await exported.DivergenceAsync()));
    }

    [Fact]
    public async Task is_made_of_a_log_as_its_tiles_are()
    {
        var log = new InMemoryEventLog(new ManualClock());
        using var keys = new TestLogKeys(Exported.Origin);
        await log.AppendAsync(new Append(Exported.Tenant, keys.Activate(0, DateTimeOffset.UnixEpoch)), TestContext.Current.CancellationToken);
        await log.AppendAsync(new Append(Exported.Tenant, [.. Enumerable.Range(0, 300).Select(i => TestTokens.Issued(i))]), TestContext.Current.CancellationToken);
        using var exported = Exported.Of(2);
        Directory.Delete(exported.Path, recursive: true);
        await ExportWriter.WriteAsync(new ExportWriter(exported.Path, Exported.Tenant, keys), log, 301, TestContext.Current.CancellationToken);
        foreach (var tile in TilePath.All(301))
        {
            var expected = await log.Tiles(Exported.Tenant).ReadAsync(tile, TestContext.Current.CancellationToken);
            Assert.Equal(expected.ToArray(), await File.ReadAllBytesAsync(exported.File(tile.ToString()), TestContext.Current.CancellationToken));
        }

        Assert.Null((await exported.VerifyAsync()).Divergence);
    }

    [Fact]
    public async Task may_hold_what_earlier_exports_left()
    {
        using var exported = Exported.Of(700);
        exported.Write(exported.Entries.Take(300));
        exported.Write(exported.Entries.Take(310));
        exported.Write(exported.Entries);
        Assert.True(File.Exists(exported.File("tile/entries/001.p/44")));
        Assert.Null((await exported.VerifyAsync()).Divergence);
        foreach (var left in new[] { "tile/entries/001.p/44", "tile/entries/001.p/54", "tile/0/001.p/44", "tile/1/000.p/1" })
        {
            exported.Change(left, Flipped);
            var divergence = await exported.DivergenceAsync();
            Assert.Equal((Divergences.TileDiffers, left), (divergence.Name, divergence.File));
            exported.Change(left, Flipped);
        }
    }

    [Fact]
    public async Task is_right_by_the_keys_that_the_auditor_has()
    {
        using var exported = Exported.Of(50);
        var key = exported.Keys.Current;
        Assert.Null((await exported.VerifyAsync(new AuditTerms { Keys = [key.Rsa] })).Divergence);
        Assert.Null((await exported.VerifyAsync(new AuditTerms { Keys = [key.Ed25519!] })).Divergence);
        File.Delete(exported.File("keys.json"));
        Assert.Null((await exported.VerifyAsync(new AuditTerms { Keys = [key.Rsa] })).Divergence);
        using var other = new TestLogKeys(Exported.Origin);
        other.Activate(0, DateTimeOffset.UnixEpoch);
        Assert.Equal(Divergences.UnknownKey, (await exported.DivergenceAsync(new AuditTerms { Keys = [other.Current.Rsa] })).Name);
    }

    [Fact]
    public async Task is_right_by_the_witnesses_that_signed_it()
    {
        var witness = new WitnessSigner("witness.example", RandomNumberGenerator.GetBytes(32));
        var absent = new WitnessSigner("absent.example", RandomNumberGenerator.GetBytes(32));
        using var made = Exported.Of(50);
        new ExportWriter(made.Path, Exported.Tenant, made.Keys) { Witnesses = [witness] }.With(made.Entries).Finish();
        Assert.Null((await made.VerifyAsync()).Divergence);
        Assert.Null((await made.VerifyAsync(new AuditTerms { Witnesses = [witness.Key] })).Divergence);
        Assert.Equal(Divergences.NotWitnessed, (await made.DivergenceAsync(new AuditTerms { Witnesses = [witness.Key, absent.Key] })).Name);
        var line = made.Checkpoint().Note.Signatures[^1];
        var bad = line.Signature.ToArray();
        bad[^1] ^= 1;
        made.ChangeText("checkpoint", line.ToString(), (line with { Signature = bad }).ToString());
        Assert.Equal(Divergences.SignatureBad, (await made.DivergenceAsync(new AuditTerms { Witnesses = [witness.Key] })).Name);
    }

    [Fact]
    public async Task tells_how_far_it_is()
    {
        using var exported = Exported.Of(600);
        var told = new List<VerifiedEntries>();
        await exported.VerifyAsync(progress: new Told(told));
        Assert.Equal([new(256, 600), new(512, 600), new(600, 600)], told);
    }

    private static byte[] Flipped(byte[] bytes)
    {
        bytes[^1] ^= 1;
        return bytes;
    }

    private static (string, long?, string?) Brief(Divergence divergence) => (divergence.Name, divergence.Position, divergence.File);

    private sealed class Told(List<VerifiedEntries> told) : IProgress<VerifiedEntries>
    {
        public void Report(VerifiedEntries value) => told.Add(value);
    }
}
