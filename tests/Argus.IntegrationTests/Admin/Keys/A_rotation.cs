using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin.Keys;

[Collection(AdminNodeCollection.Name)]
public class A_rotation(AdminNode admin)
{
    private const int StandardLead = 86_400;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly TestNode _node = admin.Node;
    private readonly AdminApi _admin = admin.Admin;

    [Fact]
    public async Task announces_one_next_key_for_the_earliest_moment_and_asked_again_changes_nothing()
    {
        var first = await RotateUntilShownAsync("turning");

        var next = Assert.Single(first.Items(), key => key.State() == "next");
        Assert.Equal(StandardLead, next.Time("activates_at") - next.Time("published_at"));
        Assert.Single(first.Items(), key => key.State() == "active");
        Assert.Contains(next.Kid(), (await _node.GetAsync("/t/turning/.well-known/jwks.json")).Kids());

        var events = (await _node.RingAsync("turning")).Count;
        for (var time = 0; time < 3; time++)
        {
            var again = await _admin.PostAsync("/tenants/turning/keys/rotate", time == 0 ? null : "{}");
            Assert.Equal(202, again.Status);
            Assert.Equal(first.Text, again.Text);
        }

        Assert.Equal(events, (await _node.RingAsync("turning")).Count);
    }

    [Fact]
    public async Task asked_for_by_many_at_once_makes_one_next_key()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _admin.PostAsync("/tenants/crowded/keys/rotate")));

        Assert.All(replies, reply => Assert.Equal(202, reply.Status));
        await Eventually.Holds("there is a next key", Bound, async () => await _admin.KidAsync("crowded", "next") is not null);
        var ring = await _node.RingAsync("crowded");
        Assert.Equal(2, ring.Count(recorded => recorded.Event is Domain.Keys.KeyPublished));
        Assert.InRange(ring.Count(recorded => recorded.Event is Domain.Keys.KeyRotationRequested), 1, 1);
        Assert.Equal(2, (await KeyReading.StoredAsync(admin.Database, "crowded")).Count);
    }

    [Fact]
    public async Task comes_about_by_itself_and_ends_the_former_key()
    {
        var former = await _admin.KidAsync("quick", "active");
        var old = (await _node.TokenAsync("/t/quick", Known.Billing)).AccessToken;
        var next = Assert.Single((await RotateUntilShownAsync("quick")).Items(), key => key.State() == "next").Kid();

        await Eventually.Holds("the next key signs", Bound, async () => LogReading.KidOf((await _node.TokenAsync("/t/quick", Known.Billing)).AccessToken) == next);

        var retiring = Assert.Single(await _admin.KeysAsync("quick"), key => key.Kid() == former);
        Assert.Equal("retiring", retiring.State());
        Assert.Equal(600 + 1, retiring.Time("verify_until") - retiring.Time("deactivated_at"));
        await Eventually.Holds("its private half is destroyed", Bound, async () =>
            (await _admin.KeysAsync("quick")).Single(key => key.Kid() == former).GetProperty("private_key_destroyed_at").ValueKind != System.Text.Json.JsonValueKind.Null);
        Assert.DoesNotContain(former, await KeyReading.StoredAsync(admin.Database, "quick"));
        Assert.Contains(former, (await _node.GetAsync("/t/quick/.well-known/jwks.json")).Kids());
        (await _node.IntrospectAsync("/t/quick", Known.OrdersApi, old)).IsActive();
    }

    [Fact]
    public async Task by_force_takes_effect_at_once_says_what_it_breaks_and_is_on_record()
    {
        var next = Assert.Single((await RotateUntilShownAsync("forced")).Items(), key => key.State() == "next");

        var reply = await _admin.ForceAsync("forced");

        Assert.Equal(202, reply.Status);
        Assert.Equal(next.Kid(), LogReading.KidOf((await _node.TokenAsync("/t/forced", Known.Billing)).AccessToken));
        var known = DateTimeOffset.FromUnixTimeSeconds(next.Time("published_at") + 300 + 300 + 60);
        Assert.EndsWith($"until {known:yyyy-MM-dd'T'HH:mm:ss'Z'}.", reply.Member("warning"), StringComparison.Ordinal);
        Assert.Equal(next.Kid(), Assert.Single(reply.Items(), key => key.State() == "active").Kid());

        var wish = (await _node.EntriesAsync("forced", "key.rotation_requested"))[^1];
        Assert.True(wish.GetProperty("data").GetProperty("force").GetBoolean());
        Assert.Equal("admin:client:argus-admin", wish.GetProperty("actor").GetString());
        Assert.Matches("^[0-9A-Z]+:[0-9A-F]{8}$", wish.GetProperty("correlation_id").GetString());
        Assert.Equal("127.0.0.1", (await _node.OpenedAsync("forced", wish)).GetProperty("context").GetProperty("source").GetString());
        var activated = (await _node.EntriesAsync("forced", "key.activated"))[^1];
        Assert.Equal(wish.GetProperty("correlation_id").GetString(), activated.GetProperty("correlation_id").GetString());
        Assert.Equal("admin:client:argus-admin", activated.GetProperty("actor").GetString());
    }

    /// <summary>A key takes a while to make on a busy machine; the answer does not wait for ever.</summary>
    private async Task<Reply> RotateUntilShownAsync(string tenant)
    {
        var reply = await _admin.PostAsync($"/tenants/{tenant}/keys/rotate");
        Assert.True(reply.Status == 202, reply.ToString());
        await Eventually.Holds("there is a next key", Bound, async () => await _admin.KidAsync(tenant, "next") is not null);
        return await _admin.PostAsync($"/tenants/{tenant}/keys/rotate");
    }
}
