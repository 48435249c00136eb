using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Specs.Authority;

public class Following_the_feed
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public void has_no_view_before_it_began()
    {
        var node = new SpecNode();

        Assert.Equal(TimeSpan.MaxValue, node.Views.Age);
        Assert.Throws<LogUnavailableException>(() => node.Views.ThrowIfOlderThan(TimeSpan.FromDays(10_000)));
    }

    [Fact]
    public async Task knows_how_old_its_view_is()
    {
        await using var node = await SpecNode.StartAsync();
        Assert.Equal(TimeSpan.Zero, node.Views.Age);

        await node.LoseTheFeedAsync();
        node.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.FromSeconds(10), node.Views.Age);
        node.Views.ThrowIfOlderThan(TimeSpan.FromSeconds(10));
        Assert.Throws<LogUnavailableException>(() => node.Views.ThrowIfOlderThan(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1)));
    }

    [Fact]
    public async Task goes_on_where_it_was_when_the_log_is_back()
    {
        await using var node = await SpecNode.StartAsync();
        await node.LoseTheFeedAsync();
        await node.Log.PutAsync("acme", TenantState.Stream, 1, new TenantRenamed("Renamed meanwhile"));
        node.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("acme", node.Acme.State.DisplayName);

        node.Log.OnFollow = null;
        await Eventually(() =>
        {
            node.Clock.Advance(TimeSpan.FromMilliseconds(250));
            return node.Acme.State.DisplayName == "Renamed meanwhile";
        });

        await node.RefreshAsync();
        Assert.Equal(TimeSpan.Zero, node.Views.Age);
        Assert.Null(node.Views.Stuck);
    }

    [Fact]
    public async Task stops_for_good_at_an_event_that_it_does_not_know()
    {
        await using var node = await SpecNode.StartAsync();
        var unknown = new NewEntry("tenant.from_the_future", 1, """{"actor":"a","context":{},"correlation_id":"c","data":{}}"""u8.ToArray(), Standing: true);
        await node.Log.AppendAsync(new Append("acme", new StreamAppend("tenant", 1, [unknown])), TestContext.Current.CancellationToken);
        await node.Log.PutAsync("acme", TenantState.Stream, 2, new TenantRenamed("Never seen"));

        await Eventually(() => node.Views.Stuck is not null);
        await Assert.ThrowsAsync<LogUnavailableException>(() => node.IssueAsync());
        Assert.Throws<LogUnavailableException>(() => node.Views.ThrowIfOlderThan(SpecNode.Options.MaxStaleness));
        node.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Contains("tenant.from_the_future", node.Views.Stuck, StringComparison.Ordinal);
        Assert.Equal("acme", node.Acme.State.DisplayName);
        Assert.Equal(TimeSpan.FromSeconds(61), node.Views.Age);
        await Assert.ThrowsAsync<LogUnavailableException>(() => node.IssueAsync());
    }

    [Fact]
    public async Task stops_for_good_at_an_event_in_a_stream_where_it_does_not_belong()
    {
        await using var node = await SpecNode.StartAsync();
        await node.Log.PutAsync("acme", "resource:not-a-client", 0, new ClientDisabled());

        await Eventually(() => node.Views.Stuck is not null);
    }

    [Fact]
    public async Task says_so_at_once_to_whoever_waits_for_the_end_of_an_unreadable_log()
    {
        await using var node = new SpecNode();
        await node.Log.PutAsync("acme", "elsewhere", 0, new ClientDisabled());
        node.Follow();

        await Assert.ThrowsAsync<LogUnavailableException>(() => node.Views.CatchUpAsync(Bound).WaitAsync(Bound, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task waits_for_an_entry_no_longer_than_the_bound()
    {
        await using var node = await SpecNode.StartAsync();
        await node.LoseTheFeedAsync();

        var reaching = node.Views.ReachAsync(node.Views.Feed + 2, TimeSpan.FromSeconds(5));
        node.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(reaching.IsCompleted);
        node.Clock.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<LogUnavailableException>(() => reaching);
    }

    [Fact]
    public async Task folds_what_stood_in_the_log_before_the_node_did()
    {
        await using var before = await SpecNode.StartAsync();
        var token = await before.IssueAsync();
        await before.Revoker.RevokeAsync(before.Acme, before.Client("orders"), token, SpecNode.Origin);
        var jti = ((TokenRevoked)(await before.Log.Events())[^1].Event).Jti;

        var directory = new Argus.Authority.Views.TenantDirectory();
        await foreach (var entry in before.Log.ReadAsync("acme", 0, TestContext.Current.CancellationToken))
        {
            if (entry.Feed is not null)
                directory.Apply(EventCodec.Decode(entry.Bytes.Span));
        }

        var acme = directory.Find("acme")!;
        Assert.Equal(before.Acme.State, acme.State);
        Assert.Equal(before.Acme.Client(Domain.Samples.Orders), acme.Client(Domain.Samples.Orders));
        Assert.Equal(before.Acme.Keys.Jwks, acme.Keys.Jwks);
        Assert.Equal(before.Acme.Keys.ETag, acme.Keys.ETag);
        Assert.True(acme.Revoked.Contains(jti));
    }

    private static async Task Eventually(Func<bool> holds)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (!holds())
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
