using System.Text;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Specs.Authority;

/// <summary>RFC 7009: whatever is not the caller's own live token needs nothing done, and gets the same answer.</summary>
public class Revoking_a_token
{
    [Fact]
    public async Task is_durable_and_in_force_at_this_node_when_it_is_answered()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        var issued = await LastIssued(node);

        await Revoke(node, token);

        var revoked = (await node.Log.Events())[^1];
        Assert.Equal(new TokenRevoked(issued.Exp, issued.Jti), revoked.Event);
        Assert.Equal(($"token:{issued.Jti}", 1L), (revoked.Stream, revoked.StreamVersion));
        Assert.True(node.Acme.Revoked.Contains(issued.Jti));
    }

    [Fact]
    public async Task a_second_time_changes_nothing()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        await Revoke(node, token);

        await ChangesNothing(node, token, "orders");
    }

    [Fact]
    public async Task many_times_at_once_appends_one_event()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Revoke(node, token))));

        Assert.Single(await node.Log.Events(), recorded => recorded.Event is TokenRevoked);
    }

    [Fact]
    public async Task of_another_client_changes_nothing()
    {
        await using var node = await SpecNode.StartAsync();

        await ChangesNothing(node, await node.IssueAsync(), "api");
    }

    [Fact]
    public async Task that_has_expired_changes_nothing()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        await node.AdvanceAsync(TimeSpan.FromSeconds(300));

        await ChangesNothing(node, token, "orders");
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    public async Task that_is_none_changes_nothing(string garbage)
    {
        await using var node = await SpecNode.StartAsync();

        await ChangesNothing(node, Encoding.UTF8.GetBytes(garbage), "orders");
    }

    [Fact]
    public async Task is_not_answered_when_it_is_not_durable()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();

        node.Log.BeforeAppend = _ => throw SpecLog.Gone;
        await Assert.ThrowsAsync<LogUnavailableException>(() => Revoke(node, token));
        (node.Log.BeforeAppend, node.Log.OnRead) = (null, SpecLog.Gone);
        await Assert.ThrowsAsync<LogUnavailableException>(() => Revoke(node, token));

        node.Log.OnRead = null;
        await Revoke(node, token);
        Assert.Single(await node.Log.Events(), recorded => recorded.Event is TokenRevoked);
    }

    [Fact]
    public async Task whose_answer_was_lost_is_done_when_it_is_asked_for_again()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        node.Log.AfterAppend = _ => throw SpecLog.Gone;
        await Assert.ThrowsAsync<LogUnavailableException>(() => Revoke(node, token));

        node.Log.AfterAppend = null;
        await ChangesNothing(node, token, "orders");
        Assert.Single(await node.Log.Events(), recorded => recorded.Event is TokenRevoked);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task is_not_answered_from_an_old_view_even_when_there_is_nothing_to_do(int seconds, bool answers)
    {
        await using var node = await SpecNode.StartAsync();
        await node.LoseTheFeedAsync();
        node.Clock.Advance(TimeSpan.FromSeconds(seconds));

        var fault = await Record.ExceptionAsync(() => Revoke(node, "garbage"u8.ToArray()));

        Assert.Equal(answers ? null : typeof(LogUnavailableException), fault?.GetType());
    }

    [Fact]
    public async Task is_not_answered_when_this_node_cannot_read_it_back()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        await node.LoseTheFeedAsync();

        var revoking = Revoke(node, token);
        node.Clock.Advance(SpecNode.Options.AppendTimeout);

        await Assert.ThrowsAsync<LogUnavailableException>(() => revoking);
        Assert.IsType<TokenRevoked>((await node.Log.Events())[^1].Event);
    }

    [Fact]
    public async Task that_is_revoked_already_is_not_answered_before_this_node_knows_it()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        var issued = await LastIssued(node);
        await node.LoseTheFeedAsync();
        await node.Log.PutAsync("acme", $"token:{issued.Jti}", 1, new TokenRevoked(issued.Exp, issued.Jti));

        var revoking = Revoke(node, token);
        node.Clock.Advance(SpecNode.Options.AppendTimeout);

        await Assert.ThrowsAsync<LogUnavailableException>(() => revoking);
    }

    [Fact]
    public async Task is_remembered_until_the_token_would_have_expired()
    {
        await using var node = await SpecNode.StartAsync();
        await Revoke(node, await node.IssueAsync());

        await node.AdvanceAsync(TimeSpan.FromSeconds(299));
        Assert.Equal(1, node.Acme.Revoked.Count);

        // Some minutes of grace cost little; for ever would cost everything. The log's own time counts: whoever folds it finds the same.
        await node.AdvanceAsync(TimeSpan.FromMinutes(5));
        await node.RefreshAsync();
        Assert.Equal(1, node.Acme.Revoked.Count);
        await Revoke(node, await node.IssueAsync());
        await node.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(1, node.Acme.Revoked.Count);
    }

    private static Task Revoke(SpecNode node, byte[] token, string caller = "orders") =>
        node.Revoker.RevokeAsync(node.Acme, node.Client(caller), token, SpecNode.Origin).AsTask();

    private static async Task ChangesNothing(SpecNode node, byte[] token, string caller)
    {
        var before = (await node.Log.Events()).Count;

        await Revoke(node, token, caller);

        Assert.Equal(before, (await node.Log.Events()).Count);
    }

    private static async Task<TokenIssued> LastIssued(SpecNode node) => (TokenIssued)(await node.Log.Events())[^1].Event;
}
