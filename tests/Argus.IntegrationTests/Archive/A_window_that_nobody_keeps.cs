using Argus.Authority.Grains;
using Argus.Domain.Audit;
using Argus.Domain.Kernel;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Archive;

/// <summary>Every tenant lets go of its entries: the window's table goes, and comes back as it was.</summary>
public sealed class A_window_that_nobody_keeps(TestPostgres postgres) : IAsyncLifetime
{
    private const string Leaves = """{"policy":{"refresh_absolute_lifetime":86400,"refresh_idle_lifetime":3600,"log_retention":172800}}""";

    private ArchiveStory _story = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _story = await ArchiveStory.BeginAsync(postgres);

    public ValueTask DisposeAsync() => _story.DisposeAsync();

    [Fact]
    public async Task is_dropped_whole_and_made_again()
    {
        foreach (var tenant in new[] { ArchiveStory.Keeping, "system" })
            Assert.Equal(200, (await _story.Admin.PutAsync($"/tenants/{tenant}", Leaves)).Status);
        await FillSystem();
        await _story.GrowOldAsync();
        await FillSystem();
        await _story.SignAsync();
        var before = await _story.AllBytesAsync();
        var name = await _story.TextAsync("select tableoid::regclass::text from argus.events where stream >= '01000000-0000-0000-0000-000000000000' order by stream limit 1");

        await _story.RefuseDeletesAsync();
        var run = await _story.RunAsync();

        Assert.Equal(4, run.Dropped.Select(share => share.Tenant).Distinct().Count());
        Assert.Equal("", await _story.TextAsync($"select to_regclass('{name}')::text"));
        await _story.StillHasAsync(before);
        Assert.Contains("dropped", (await _story.Admin.GetAsync("/archive")).Json.GetProperty("items").EnumerateArray().Select(window => window.GetProperty("state").GetString()));

        await _story.AllowDeletesAsync();
        var restored = await _story.Node.Service<Argus.Authority.Archive.WindowRestorer>().RestoreAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, "test", Cancellation);

        Assert.Equal(run.Dropped.Sum(share => share.Entries), restored!.Sum(share => share.Entries));
        await _story.StillHasAsync(before);
        Assert.Equal((long)(await _story.BytesAsync(ArchiveStory.Keeping)).Length, await _story.RowsAsync(ArchiveStory.Keeping));
    }

    private async Task FillSystem()
    {
        Assert.True(TenantId.TryParse("system", out var system));
        for (var i = 0; i < 300; i++)
        {
            await _story.Node.Service<Aggregates>().RecordAsync(
                system, $"audit:{Jti.From(Guid.CreateVersion7(_story.Now))}", new EventsRead(null, 1, null, null, null), new Origin("test", "archive"));
        }
    }
}
