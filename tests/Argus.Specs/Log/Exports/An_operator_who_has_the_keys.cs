using Argus.Log.Exports;

namespace Argus.Specs.Log.Exports;

/// <summary>Who can make every hash and signature anew is found by the entries themselves, or by a checkpoint that was kept elsewhere.</summary>
public class An_operator_who_has_the_keys
{
    private const string Time = "2026-03-01T12:00:00.300000Z";

    [Fact]
    public async Task cannot_rewrite_what_was_signed_before()
    {
        using var exported = Exported.Of(600);
        var kept = exported.Checkpoint();
        exported.Entries[300] = Exported.With(exported.Entries[300], "orders.read", "orders.rite");
        exported.Write(exported.Entries);
        Assert.Null((await exported.VerifyAsync()).Divergence);
        var divergence = await exported.DivergenceAsync(new AuditTerms { Since = kept });
        Assert.Equal((Divergences.HistoryRewritten, (long?)600, "--since"), (divergence.Name, divergence.Position, divergence.File));
        Assert.Equal(Convert.ToBase64String(kept.Checkpoint.RootHash.Span), divergence.Expected);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(599)]
    public async Task cannot_rewrite_what_was_signed_before_a_longer_log(int before)
    {
        using var exported = Exported.Of(600);
        exported.Write(exported.Entries.Take(before));
        var kept = exported.Checkpoint();
        exported.Write(exported.Entries);
        Assert.Null((await exported.VerifyAsync(new AuditTerms { Since = kept })).Divergence);
        exported.Entries[150] = Exported.With(exported.Entries[150], "orders.read", "orders.rite");
        Clear(exported);
        exported.Write(exported.Entries);
        Assert.Equal((Divergences.HistoryRewritten, before), Brief(await exported.DivergenceAsync(new AuditTerms { Since = kept })));
    }

    [Fact]
    public async Task cannot_drop_the_tail_of_what_was_signed_before()
    {
        using var exported = Exported.Of(600);
        var kept = exported.Checkpoint();
        exported.Write(exported.Entries.Take(500));
        Assert.Null((await exported.VerifyAsync()).Divergence);
        Assert.Equal((Divergences.LogShrunk, 500), Brief(await exported.DivergenceAsync(new AuditTerms { Since = kept })));
    }

    [Fact]
    public async Task cannot_give_an_earlier_checkpoint_for_another_logs()
    {
        using var exported = Exported.Of(600);
        var kept = exported.Checkpoint();
        kept = kept with { Checkpoint = kept.Checkpoint with { Origin = "auth.example.com/t/ally" } };
        Assert.Equal(Divergences.OtherOrigin, (await exported.DivergenceAsync(new AuditTerms { Since = kept })).Name);
    }

    [Fact]
    public async Task cannot_drop_the_middle()
    {
        using var exported = Exported.Of(600);
        exported.Write(exported.Entries.Where((_, position) => position != 300));
        Assert.Equal((Divergences.EntryMissing, 300), Brief(await exported.DivergenceAsync()));
    }

    [Fact]
    public async Task cannot_swap_entries_or_put_one_in()
    {
        using var exported = Exported.Of(600);
        var entries = exported.Entries.ToList();
        entries.Insert(300, entries[299]);
        exported.Write(entries);
        Assert.Equal((Divergences.EntriesReordered, 300), Brief(await exported.DivergenceAsync()));
    }

    [Fact]
    public async Task cannot_take_the_entries_of_another_tenant()
    {
        using var exported = Exported.Of(600);
        exported.Entries[300] = Exported.With(exported.Entries[300], "\"tenant\":\"acme\"", "\"tenant\":\"ally\"");
        exported.Write(exported.Entries);
        Assert.Equal((Divergences.OtherTenant, 300), Brief(await exported.DivergenceAsync()));
        exported.Write(exported.Entries, "ally");
        Assert.Equal((Divergences.OtherTenant, 0), Brief(await exported.DivergenceAsync()));
    }

    [Theory]
    [InlineData("2026-03-01T12:00:00.298999Z", Divergences.TimeRunsBack)]
    [InlineData("2026-03-01 12:00:00.300000Z", Divergences.NotAnEntry)]
    [InlineData("2026-03-01T12:00:00.300000z", Divergences.NotAnEntry)]
    public async Task cannot_turn_the_clock_back(string time, string name)
    {
        using var exported = Exported.Of(600);
        var at = exported.Entries.FindIndex(entry => System.Text.Encoding.UTF8.GetString(entry).Contains(Time, StringComparison.Ordinal));
        exported.Entries[at] = Exported.With(exported.Entries[at], Time, time);
        exported.Write(exported.Entries);
        Assert.Equal((name, at), Brief(await exported.DivergenceAsync()));
    }

    [Theory]
    [InlineData("\"position\":300", "\"position\":0300")]
    [InlineData("\"position\":300", "\"position\":-300")]
    [InlineData("\"type_version\":1}", "\"type_version\":1} ")]
    [InlineData("\"type_version\":1}", "\"type_version\":1,\"z\":0}")]
    [InlineData("{\"actor\"", "[\"actor\"")]
    [InlineData(",\"tenant\":", ",\"tenent\":")]
    public async Task cannot_write_what_is_no_entry(string from, string to)
    {
        using var exported = Exported.Of(600);
        exported.Entries[300] = Exported.With(exported.Entries[300], from, to);
        exported.Write(exported.Entries);
        Assert.Equal((Divergences.NotAnEntry, 300), Brief(await exported.DivergenceAsync()));
    }

    [Fact]
    public async Task cannot_hide_a_key_of_the_log()
    {
        using var exported = Exported.Of(600);
        var at = exported.Entries.FindLastIndex(entry => System.Text.Encoding.UTF8.GetString(entry).Contains("log_key.activated", StringComparison.Ordinal));
        Assert.Equal(101, at);
        exported.Entries[at] = Exported.With(exported.Entries[at], "\"custody\":\"file\"", "\"custody\":\"elsewhere\"");
        exported.Write(exported.Entries);
        Assert.Null((await exported.VerifyAsync()).Divergence);
        exported.Entries[at] = Exported.With(exported.Entries[at], "\"at\":", "\"at\":1");
        exported.Write(exported.Entries);
        Assert.Equal((Divergences.KeysDiffer, 101), Brief(await exported.DivergenceAsync()));
    }

    private static (string, long?) Brief(Divergence divergence) => (divergence.Name, divergence.Position);

    private static void Clear(Exported exported) => Directory.Delete(exported.File("tile"), recursive: true);
}
