using Argus.Contract;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.Log;
using Argus.Log.Merkle;
using Argus.Postgres;
using Argus.Postgres.Log;

namespace Argus.IntegrationTests.Archive;

/// <summary>docs/operations.md, "Archive and restore", step by step.</summary>
public sealed class A_window_that_is_archived_and_dropped(TestPostgres postgres) : IAsyncLifetime
{
    private ArchiveStory _story = null!;
    private Dictionary<string, string[]> _tokens = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _story = await ArchiveStory.BeginAsync(postgres);
        _tokens = await _story.GrowOldAsync();
    }

    public ValueTask DisposeAsync() => _story.DisposeAsync();

    [Fact]
    public async Task is_read_proved_restored_and_dropped_again_and_no_byte_of_it_changes()
    {
        var before = await _story.AllBytesAsync();
        var rows = await _story.RowsAsync(ArchiveStory.Leaving);

        var run = await _story.Admin.PostAsync("/archive/run", "{}");

        Assert.Equal(200, run.Status);
        Assert.Equal([ArchiveStory.Leaving, ArchiveStory.AlsoLeaving], run.Json.GetProperty("dropped").EnumerateArray().Select(window => window.GetProperty("tenant").GetString()).Order());
        Assert.InRange(await _story.RowsAsync(ArchiveStory.Leaving), 300, rows - 300);
        await _story.StillHasAsync(before);
        await ProvesOldTokens();
        Assert.Contains(await States(), state => state is "partly_dropped");

        var windows = run.Json.GetProperty("dropped")[0];
        var restored = await _story.Admin.PostAsync("/archive/restore", $$"""{"from":"{{windows.GetProperty("from").GetString()}}","to":"{{windows.GetProperty("to").GetString()}}"}""");

        Assert.Equal(200, restored.Status);
        Assert.Equal(2, restored.Json.GetProperty("restored").GetArrayLength());
        await _story.StillHasAsync(before);
        await ProvesOldTokens();
        Assert.Equal((long)(await _story.BytesAsync(ArchiveStory.Leaving)).Length, await _story.RowsAsync(ArchiveStory.Leaving));
        Assert.Contains("restored", await States());

        // It stays until a run is told otherwise.
        await _story.SignAsync();
        Assert.Empty((await _story.RunAsync()).Dropped);
        Assert.Equal(2, (await _story.RunAsync(restored: true)).Dropped.Count);
        await _story.StillHasAsync(before);
        await ProvesOldTokens();
    }

    [Fact]
    public async Task stays_while_a_token_of_a_family_that_began_in_it_may_live()
    {
        await using var story = await ArchiveStory.BeginAsync(postgres);
        await story.LiveAsync(300);
        var window = (await story.Node.Service<Argus.Authority.Archive.IArchiveStore>().WindowsAsync(Cancellation)).First(window => window.To > story.Now);

        story.Pass(window.To + TimeSpan.FromDays(2) + TimeSpan.FromMinutes(50) - story.Now);
        await story.LiveAsync(300);
        await story.SignAsync();
        Assert.Empty((await story.RunAsync()).Dropped);

        story.Pass(TimeSpan.FromMinutes(11));
        Assert.Equal(2, (await story.RunAsync()).Dropped.Count);
    }

    [Fact]
    public async Task is_told_in_each_tenants_log_before_it_goes_and_when_it_is_back()
    {
        var dropped = await _story.RunAsync();
        var share = dropped.Dropped.Single(share => share.Tenant == ArchiveStory.Leaving);
        await _story.Admin.PostAsync("/archive/restore", $$"""{"from":"{{share.From:yyyy-MM-ddTHH:mm:ssZ}}","to":"{{share.To:yyyy-MM-ddTHH:mm:ssZ}}"}""");

        var told = (await _story.Node.Events.ReadAsync(ArchiveStory.Leaving, 0, Cancellation).ToList()).Where(entry => entry.Type.StartsWith("log.window_", StringComparison.Ordinal)).ToList();

        Assert.Equal(["log.window_dropped", "log.window_restored"], told.Select(entry => entry.Type));
        var data = System.Text.Json.JsonDocument.Parse(told[0].Bytes).RootElement.GetProperty("data");
        Assert.Equal(share.Entries, data.GetProperty("entries").GetInt64());
        Assert.Equal(share.From.ToUnixTimeSeconds(), data.GetProperty("from").GetInt64());
        Assert.Equal(dropped.Archived[ArchiveStory.Leaving].Size, data.GetProperty("size").GetInt64());
        Assert.Equal(Convert.ToBase64String(dropped.Archived[ArchiveStory.Leaving].Root.Span), data.GetProperty("root").GetString());
        Assert.DoesNotContain(await _story.Node.Events.ReadAsync(ArchiveStory.Keeping, 0, Cancellation).ToList(), entry => entry.Type.StartsWith("log.window_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task is_an_export_that_an_auditor_verifies()
    {
        await _story.RunAsync();
        foreach (var tenant in new[] { ArchiveStory.Leaving, ArchiveStory.Keeping, "system" })
        {
            var report = await _story.VerifyAsync(tenant);
            Assert.Null(report.Divergence);
        }

        await _story.LiveAsync(100);
        await _story.SignAsync();
        await _story.RunAsync();
        Assert.Null((await _story.VerifyAsync(ArchiveStory.Leaving)).Divergence);
    }

    [Fact]
    public async Task is_told_to_be_out_of_reach_with_its_archive_and_nothing_else_suffers()
    {
        await _story.RunAsync();
        var away = _story.Archive.Directory + "-away";
        Directory.Move(_story.Archive.Directory!, away);
        try
        {
            var proof = await _story.Admin.GetAsync($"/tenants/{ArchiveStory.Leaving}/log/proof?jti={_tokens[ArchiveStory.Leaving][0]}");
            var events = await _story.Admin.GetAsync($"/tenants/{ArchiveStory.Leaving}/events");
            Assert.Equal((503, 503), (proof.Status, events.Status));
            Assert.Equal(200, (await _story.Node.TokenAsync($"/t/{ArchiveStory.Leaving}", Known.Billing)).Status);
            Assert.Equal(200, (await _story.Admin.GetAsync($"/tenants/{ArchiveStory.Keeping}/events")).Status);
            Assert.Equal(200, (await _story.Node.GetAsync("/health/ready")).Status);
            await _story.SignAsync();
        }
        finally
        {
            Directory.Move(away, _story.Archive.Directory!);
        }

        await ProvesOldTokens();
    }

    [Fact]
    public async Task is_not_believed_when_its_archive_was_changed()
    {
        await _story.RunAsync();
        var bundle = Path.Combine(_story.Archive.Directory!, ArchiveStory.Leaving, "tile/entries/000");
        var bytes = await File.ReadAllBytesAsync(bundle, Cancellation);
        bytes[^9] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes, Cancellation);

        await Assert.ThrowsAsync<InvalidDataException>(() => _story.BytesAsync(ArchiveStory.Leaving));
        var dropped = (await _story.Node.Service<Argus.Authority.Archive.IArchiveStore>().DroppedAsync(Cancellation))[0];
        await Assert.ThrowsAsync<InvalidDataException>(() => _story.Node.Service<Argus.Authority.Archive.WindowRestorer>()
            .RestoreAsync(dropped.From, dropped.To, "test", Cancellation));
        Assert.Equal("0", await _story.TextAsync("select count(*) from argus.archived where restored_at is not null"));
    }

    [Fact]
    public async Task goes_with_its_table_and_not_row_by_row()
    {
        var before = await _story.AllBytesAsync();
        var kept = await _story.RowsAsync(ArchiveStory.Keeping);
        var name = await _story.TextAsync("select tableoid::regclass::text from argus.events where stream >= '01000000-0000-0000-0000-000000000000' order by stream limit 1");
        await _story.RefuseDeletesAsync();

        Assert.NotEmpty((await _story.RunAsync()).Dropped);

        Assert.Equal("", await _story.TextAsync($"select to_regclass('{name}')::text"));
        Assert.Equal(kept, await _story.RowsAsync(ArchiveStory.Keeping));
        await _story.StillHasAsync(before);
    }

    [Fact]
    public async Task is_not_looked_for_in_an_index_that_was_altered()
    {
        var share = (await _story.RunAsync()).Dropped.First(share => share.Tenant == ArchiveStory.Leaving);
        Assert.True(Jti.TryParse(_tokens[ArchiveStory.Leaving][0], out var jti));
        var stream = TokenState.StreamOf(jti);
        Assert.Single(await _story.Node.Events.ReadStreamAsync(ArchiveStory.Leaving, stream, Cancellation));
        var index = Assert.Single(Directory.GetFiles(Path.Combine(_story.ArchiveDirectory, ".streams", ArchiveStory.Leaving)), file => Path.GetFileName(file).StartsWith($"{share.From:yyyyMMdd}", StringComparison.Ordinal));
        var bytes = await File.ReadAllBytesAsync(index, Cancellation);

        // One that keeps silent about a stream would have it begin anew.
        await File.WriteAllBytesAsync(index, [], Cancellation);
        await IsRefused(_story.Node.Events);
        await using (var database = await ArgusDatabase.OpenAsync(_story.ConnectionString, null, TimeSpan.FromSeconds(30), Cancellation))
        await using (var log = new PostgresEventLog(database, TimeProvider.System, _story.Archive))
            await IsRefused(log);

        File.Delete(index);
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await _story.Node.Events.ReadStreamAsync(ArchiveStory.Leaving, stream, Cancellation));
        await File.WriteAllBytesAsync(index, bytes, Cancellation);
        Assert.Single(await _story.Node.Events.ReadStreamAsync(ArchiveStory.Leaving, stream, Cancellation));

        async Task IsRefused(IEventLog log)
        {
            var refused = await Assert.ThrowsAsync<InvalidDataException>(async () => await log.ReadStreamAsync(ArchiveStory.Leaving, stream, Cancellation));
            Assert.Contains("is not the one that was written", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task is_listed_page_by_page()
    {
        await _story.RunAsync();
        var whole = (await _story.Admin.GetAsync("/archive")).Json.GetProperty("items").EnumerateArray().Select(window => window.GetProperty("from").GetString()).ToArray();

        List<string?> paged = [];
        for (string? next = ""; next is not null;)
        {
            var page = (await _story.Admin.GetAsync($"/archive?limit=1{(next.Length == 0 ? "" : $"&after={next}")}")).Json;
            paged.Add(Assert.Single(page.GetProperty("items").EnumerateArray()).GetProperty("from").GetString());
            next = page.GetProperty("next").GetString();
        }

        Assert.True(whole.Length > 1);
        Assert.Equal(whole, paged);
        Assert.Equal(400, (await _story.Admin.GetAsync("/archive?limit=0")).Status);
    }

    [Fact]
    public async Task stays_when_its_archive_is_not_what_was_signed()
    {
        var rows = await _story.RowsAsync(ArchiveStory.Leaving);
        await _story.Node.Service<Argus.Authority.Archive.TenantArchiver>().ArchiveAsync(
            _story.Node.Service<Argus.Authority.Views.TenantDirectory>().Find(ArchiveStory.Leaving)!, Cancellation);
        var bundle = Path.Combine(_story.Archive.Directory!, ArchiveStory.Leaving, "tile/entries/000");
        var bytes = await File.ReadAllBytesAsync(bundle, Cancellation);
        bytes[^9] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes, Cancellation);

        var run = await _story.RunAsync();

        Assert.Equal([ArchiveStory.Leaving], run.Refused.Keys);
        Assert.Equal([ArchiveStory.AlsoLeaving], run.Dropped.Select(share => share.Tenant).Distinct());
        Assert.Equal(rows, await _story.RowsAsync(ArchiveStory.Leaving));
    }

    [Fact]
    public async Task stays_when_its_archive_is_in_order_and_of_another_log()
    {
        var archiver = _story.Node.Service<Argus.Authority.Archive.TenantArchiver>();
        var tenant = _story.Node.Service<Argus.Authority.Views.TenantDirectory>().Find(ArchiveStory.Leaving)!;
        var archived = (await archiver.ArchiveAsync(tenant, Cancellation))!;
        var other = archived with { Root = new byte[MerkleHash.Size] };

        await archiver.VerifyAsync(tenant, archived, Cancellation);
        await Assert.ThrowsAsync<LogDivergedException>(() => archiver.VerifyAsync(tenant, other, Cancellation));

        await _story.Archive.Of(ArchiveStory.Leaving).WriteAsync("manifest.json", other.ToJson(), Cancellation);
        await Assert.ThrowsAsync<LogDivergedException>(() => archiver.ArchiveAsync(tenant, Cancellation));
    }

    [Fact]
    public async Task and_lost_from_its_archive_keeps_no_other_log_from_being_archived()
    {
        await _story.RunAsync();
        await _story.LiveAsync(50);
        await _story.SignAsync();
        var folder = Path.Combine(_story.Archive.Directory!, ArchiveStory.Leaving);
        File.Delete(Path.Combine(folder, "manifest.json"));
        File.Delete(Path.Combine(folder, "tile/entries/000"));

        var run = await _story.RunAsync();

        Assert.Equal([ArchiveStory.Leaving], run.Refused.Keys);
        Assert.Contains(ArchiveStory.AlsoLeaving, run.Archived.Keys);
        Assert.Contains(ArchiveStory.Keeping, run.Archived.Keys);
    }

    /// <summary>From the node, for tokens of the dropped window, checked here with nothing but the proof.</summary>
    private async Task ProvesOldTokens()
    {
        foreach (var (tenant, jtis) in _tokens)
        {
            foreach (var jti in jtis)
            {
                var proof = await _story.Admin.GetAsync($"/tenants/{tenant}/log/proof?jti={jti}");
                Assert.Equal(200, proof.Status);
                var entry = Convert.FromBase64String(proof.Member("entry")!);
                Assert.Contains($"\"jti\":\"{jti}\"", System.Text.Encoding.UTF8.GetString(entry), StringComparison.Ordinal);
                var leaf = new byte[MerkleHash.Size];
                MerkleHash.Leaf(entry, leaf);
                Assert.True(Argus.Log.Checkpoints.SignedNote.TryParse(System.Text.Encoding.UTF8.GetBytes(proof.Member("checkpoint")!), out var note));
                Assert.True(Argus.Log.Checkpoints.Checkpoint.TryParse(note.Text, out var checkpoint));
                Assert.True(MerkleProof.VerifyInclusion(
                    leaf, proof.Json.GetProperty("position").GetInt64(), checkpoint.Size,
                    [.. proof.Json.GetProperty("inclusion").EnumerateArray().Select(hash => Convert.FromBase64String(hash.GetString()!))], checkpoint.RootHash.Span));
            }

            Assert.True(Jti.TryParse(jtis[0], out var token));
            Assert.Single(await _story.Node.Events.ReadStreamAsync(tenant, TokenState.StreamOf(token), Cancellation));
        }
    }

    private async Task<string?[]> States() =>
        [.. (await _story.Admin.GetAsync("/archive")).Json.GetProperty("items").EnumerateArray().Select(window => window.GetProperty("state").GetString())];
}
