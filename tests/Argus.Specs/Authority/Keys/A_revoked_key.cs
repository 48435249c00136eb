using Argus.Authority.Keys;
using Argus.Domain.Keys;
using Argus.Domain.Tokens;

namespace Argus.Specs.Authority.Keys;

/// <summary>What is left of its tokens: nothing, or what the log took before the leak.</summary>
public class A_revoked_key
{
    [Fact]
    public async Task kills_all_its_tokens_when_nobody_knows_since_when_it_leaked()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        await node.AdvanceAsync(TimeSpan.FromSeconds(100));

        await RevokeAsync(node, null);

        Assert.Null(await Introspecting_a_token.Introspect(node, token));
        await Introspecting_a_token.Recorded(node, "key_revoked");
        Assert.DoesNotContain(await node.Log.Events(), recorded => recorded.Event is UnloggedTokenSeen);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(9.999, true)]
    [InlineData(10, false)]
    [InlineData(10.001, false)]
    [InlineData(50, false)]
    public async Task leaves_alive_what_the_log_took_before_the_very_second_of_the_leak(double seconds, bool lives)
    {
        await using var node = await SpecNode.StartAsync();
        var leak = node.Now() + 10;
        node.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await node.RefreshAsync();
        var token = await node.IssueAsync();
        await node.AdvanceAsync(TimeSpan.FromSeconds(60));

        await RevokeAsync(node, leak);

        Assert.Equal(lives, await Introspecting_a_token.Introspect(node, token) is not null);
        await Introspecting_a_token.Recorded(node, lives ? "active" : "key_revoked");
    }

    [Fact]
    public async Task reaches_further_back_when_the_leak_turns_out_to_be_older()
    {
        await using var node = await SpecNode.StartAsync();
        var (kid, start) = (node.Acme.Keys.Active!.Kid, node.Now());
        var token = await node.IssueAsync();
        await node.AdvanceAsync(TimeSpan.FromSeconds(60));
        await RevokeAsync(node, start + 10);
        Assert.NotNull(await Introspecting_a_token.Introspect(node, token));

        Assert.Equal("key_revoked_already", (await node.KeyRings.RevokeAsync(node.Acme, new KeyRevocation(kid, start + 11, "later"), SpecNode.Origin).InTime())?.Code);
        Assert.Null(await node.KeyRings.RevokeAsync(node.Acme, new KeyRevocation(kid, start, "earlier"), SpecNode.Origin).InTime());

        Assert.Null(await Introspecting_a_token.Introspect(node, token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task gives_life_to_no_forgery_however_far_it_is_dated_back_and_raises_the_alarm_once(bool isLeakKnown)
    {
        await using var node = await SpecNode.StartAsync();
        var (kid, start) = (node.Acme.Keys.Active!.Kid, node.Now());
        var forged = A_token_that_was_never_issued.Forge(node, Domain.Samples.JtiText);
        await node.AdvanceAsync(TimeSpan.FromSeconds(60));
        await RevokeAsync(node, isLeakKnown ? start + 50 : null);

        for (var i = 0; i < 3; i++)
            Assert.Null(await Introspecting_a_token.Introspect(node, forged));

        var alarm = (UnloggedTokenSeen)Assert.Single(await node.Log.Events(), recorded => recorded.Event is UnloggedTokenSeen).Event;
        Assert.Equal((Domain.Samples.JtiText, kid), (alarm.Jti, alarm.Kid));
        await Introspecting_a_token.Recorded(node, "never_issued");
    }

    [Fact]
    public async Task has_no_say_in_the_tokens_of_another()
    {
        await using var node = await SpecNode.StartAsync();
        await RevokeAsync(node, null);

        Assert.NotNull(await Introspecting_a_token.Introspect(node, await node.IssueAsync()));
    }

    [Fact]
    public async Task leaves_the_tenant_with_another_that_signs_and_is_shown()
    {
        await using var node = await SpecNode.StartAsync();
        var kid = node.Acme.Keys.Active!.Kid;

        await RevokeAsync(node, null);

        var active = node.Acme.Keys.Active!.Kid;
        Assert.NotEqual(kid, active);
        Assert.Equal([active], node.Published());
        Assert.Equal([KeyStatus.Revoked, KeyStatus.Active], node.Shape());
    }

    [Fact]
    public async Task promotes_the_next_key_and_makes_none_in_vain()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        await node.LiveAsync(2);
        var next = node.Acme.Keys.Ring.Next!.Kid;

        await RevokeAsync(node, null);

        Assert.Equal(next, node.Acme.Keys.Active!.Kid);
        Assert.Equal(2, node.Kept().Length);
    }

    [Fact]
    public async Task is_revoked_even_if_no_replacement_can_be_made()
    {
        await using var node = await SpecNode.StartAsync();
        var kid = node.Acme.Keys.Active!.Kid;
        node.Custody.OnCreate = new CustodyException("away");

        await RevokeAsync(node, null);

        Assert.Equal([KeyStatus.Revoked], node.Shape());
        Assert.Empty(node.Published());

        // As soon as one can, it signs.
        node.Custody.OnCreate = null;
        await node.LiveAsync(60);
        Assert.Equal([KeyStatus.Revoked, KeyStatus.Active, KeyStatus.Next], node.Shape());
        Assert.DoesNotContain(kid, node.Kept());
        Assert.NotEmpty(await node.IssueAsync());
    }

    [Fact]
    public async Task needs_no_replacement_that_the_ring_turns_out_to_have()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        await node.LiveAsync(2);
        var kid = node.Acme.Keys.Active!.Kid;

        // This node's view still lacks the next key: another is made, but not taken in, and not kept.
        await using var behind = new SpecNode(node);
        foreach (var recorded in (await node.Log.Events()).Where(recorded => recorded.Event is not TokenIssued && recorded.StreamVersion < 3))
            behind.Directory.Apply(recorded);
        Assert.True(behind.Acme.Keys.Next is null);
        var revoking = behind.KeyRings.RevokeAsync(behind.Acme, new KeyRevocation(kid, null, "stolen"), SpecNode.Origin);
        behind.Clock.Advance(TimeSpan.FromSeconds(11));
        await Record.ExceptionAsync(() => revoking.InTime());
        await node.RefreshAsync();

        Assert.Equal([KeyStatus.Revoked, KeyStatus.Active], node.Shape());
        Assert.Equal(2, node.Kept().Length);
    }

    [Fact]
    public async Task that_is_only_tried_out_stays_as_it_is()
    {
        await using var node = await SpecNode.StartAsync();
        var kid = node.Acme.Keys.Active!.Kid;
        var before = (await node.Log.Events()).Count;

        Assert.Null(node.KeyRings.CheckRevocation(node.Acme, new KeyRevocation(kid, null, "stolen")));
        Assert.Equal("reason_missing", node.KeyRings.CheckRevocation(node.Acme, new KeyRevocation(kid, null, ""))?.Code);
        Assert.Equal("key_unknown", node.KeyRings.CheckRevocation(node.Acme, new KeyRevocation(Domain.Samples.Kid, null, "stolen"))?.Code);

        Assert.Equal(before, (await node.Log.Events()).Count);
    }

    [Fact]
    public async Task that_has_retired_instead_verifies_no_token_any_more()
    {
        await using var node = await SpecNode.StartAsync();
        var (kid, now) = (node.Acme.Keys.Active!.Kid, node.Now());
        var token = await node.IssueAsync();
        await node.PutOnRingAsync(new KeyDeactivated(now, kid, now));
        await node.RefreshAsync();
        Assert.NotNull(await Introspecting_a_token.Introspect(node, token));

        await node.PutOnRingAsync(new KeyRetired(now, kid));
        await node.RefreshAsync();

        Assert.Null(await Introspecting_a_token.Introspect(node, token));
        Assert.Empty(node.Published());
    }

    private static async Task RevokeAsync(SpecNode node, long? since) =>
        Assert.Null(await node.KeyRings.RevokeAsync(node.Acme, new KeyRevocation(node.Acme.Keys.Active!.Kid, since, "stolen"), SpecNode.Origin).InTime());
}
