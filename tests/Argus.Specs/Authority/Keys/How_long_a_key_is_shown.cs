using Argus.Domain.Keys;
using Argus.Domain.Tenants;

namespace Argus.Specs.Authority.Keys;

/// <summary>No token may outlive its key: what counts is what the log says, not what a node has seen of it.</summary>
public class How_long_a_key_is_shown
{
    private const int Slack = 60 + 300;

    [Fact]
    public async Task follows_from_the_longest_policy_since_the_key_became_active()
    {
        await using var node = await SpecNode.StartAsync();
        Assert.Equal(600 + Slack, await VerifyFor(node));

        await node.ApplyAsync("""{"tenants":[{"tenant":"acme","policy":{"service_token_lifetime":3600}}]}""");
        await node.ApplyAsync("""{"tenants":[{"tenant":"acme","policy":{"service_token_lifetime":60}}]}""");
        Assert.Equal(3600 + Slack, await VerifyFor(node));
        Assert.Equal(3600 + Slack, node.Acme.KeyTimes.VerifyFor);
    }

    [Fact]
    public async Task forgets_what_was_before_the_active_key()
    {
        await using var node = await SpecNode.StartAsync("""{"service_token_lifetime":3600}""");
        await node.ApplyAsync("""{"tenants":[{"tenant":"acme","policy":{"service_token_lifetime":60}}]}""");

        var now = node.Clock.GetUtcNow().ToUnixTimeSeconds();
        await node.Log.PutAsync("acme", KeyRingState.Stream, 3, new KeyDeactivated(now, node.Acme.Keys.Active!.Kid, now + 1), new KeyActivated(now, node.Acme.Keys.Active!.Kid));
        await node.RefreshAsync();

        Assert.Equal(600 + Slack, await VerifyFor(node));
        Assert.Equal(600 + Slack, node.Acme.KeyTimes.VerifyFor);
    }

    [Fact]
    public async Task is_read_from_the_log_where_the_view_is_behind()
    {
        await using var node = await SpecNode.StartAsync();
        await node.LoseTheFeedAsync();
        await node.Log.PutAsync("acme", TenantState.Stream, 1, new TenantPolicyChanged(node.Acme.State.Policy with { ServiceTokenLifetime = 3600 }));

        Assert.Equal(600 + Slack, node.Acme.KeyTimes.VerifyFor);
        Assert.Equal(3600 + Slack, await VerifyFor(node));
    }

    private static async Task<int> VerifyFor(SpecNode node) => (await node.Aggregates.ReadKeyTimesAsync(node.Acme.Id)).VerifyFor;
}
