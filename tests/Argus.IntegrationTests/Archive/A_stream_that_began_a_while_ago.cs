using Argus.Authority.Archive;
using Argus.Authority.Grains;
using Argus.Domain.Audit;
using Argus.Domain.Kernel;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.Log;
using Argus.Postgres;
using Argus.Postgres.Log;

namespace Argus.IntegrationTests.Archive;

/// <summary>Whether the archive is asked for a stream that the database does not have: not for a young one, and for every one that may have been dropped.</summary>
public sealed class A_stream_that_began_a_while_ago(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(2);

    private ArchiveStory _story = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _story = await ArchiveStory.BeginAsync(postgres);

    public ValueTask DisposeAsync() => _story.DisposeAsync();

    [Fact]
    public async Task is_asked_for_in_the_archive_and_a_younger_one_is_not()
    {
        await _story.TextAsync("revoke select on argus.archived from argus_app");
        await using var database = await OpenAsync();
        await using var log = new PostgresEventLog(database, new FixedClock(_story.Now), _story.Archive);

        Assert.Empty(await log.ReadStreamAsync(ArchiveStory.Leaving, Named(_story.Now), Cancellation));
        Assert.Empty(await log.ReadStreamAsync(ArchiveStory.Leaving, Named(_story.Now - TimeSpan.FromMinutes(59)), Cancellation));
        Assert.Empty(await log.ReadStreamAsync(ArchiveStory.Leaving, Named(_story.Now + TimeSpan.FromDays(1)), Cancellation));
        await Assert.ThrowsAnyAsync<Exception>(async () => await log.ReadStreamAsync(ArchiveStory.Leaving, Named(_story.Now - TimeSpan.FromMinutes(61)), Cancellation));
    }

    /// <summary>The youngest stream there is in a window, the earliest moment at which that may go, and a clock that is as far behind as the retention is long.</summary>
    [Fact]
    public async Task is_found_by_a_node_that_has_not_heard_of_the_drop_and_whose_clock_is_far_behind()
    {
        var window = (await _story.Node.Service<IArchiveStore>().WindowsAsync(Cancellation)).First(window => window.To > _story.Now);
        var youngest = Named(window.To - TimeSpan.FromMilliseconds(1));
        await RecordAsync(youngest);
        await _story.LiveAsync(300);
        await using var database = await OpenAsync();
        _story.Pass(window.To + Retention + IArchiveStore.LeastAge + TimeSpan.FromMinutes(1) - _story.Now);
        await using var log = new PostgresEventLog(database, new FixedClock(_story.Now - Retention), _story.Archive);
        Assert.Single(await log.ReadStreamAsync(ArchiveStory.Leaving, youngest, Cancellation));
        await _story.LiveAsync(300);
        await _story.SignAsync();

        Assert.Contains((await _story.RunAsync()).Dropped, share => share.Tenant == ArchiveStory.Leaving && share.To == window.To);

        Assert.Equal("0", await _story.TextAsync($"select count(*) from argus.events where position = {await PositionAsync(log, youngest)} and log_id = (select log_id from argus.logs where tenant = '{ArchiveStory.Leaving}')"));
        Assert.Single(await log.ReadStreamAsync(ArchiveStory.Leaving, youngest, Cancellation));
    }

    private static async Task<long> PositionAsync(PostgresEventLog log, string stream) =>
        Assert.Single(await log.ReadStreamAsync(ArchiveStory.Leaving, stream, Cancellation)).Position;

    private static string Named(DateTimeOffset time) => $"audit:{Jti.From(Guid.CreateVersion7(time))}";

    private async Task RecordAsync(string stream)
    {
        Assert.True(TenantId.TryParse(ArchiveStory.Leaving, out var tenant));
        await _story.Node.Service<Aggregates>().RecordAsync(tenant, stream, new EventsRead(null, 1, null, null, null), new Origin("test", "archive"));
    }

    private Task<ArgusDatabase> OpenAsync() => ArgusDatabase.OpenAsync(_story.ConnectionString, null, TimeSpan.FromSeconds(30), Cancellation);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
