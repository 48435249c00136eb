using Argus.Domain.Clients;

namespace Argus.Specs.Authority;

/// <summary>Nothing of it comes back with another of its name.</summary>
public class A_removed_client
{
    private const string Anew =
        """{"tenants":[{"tenant":"acme","clients":[{"client_id":"orders","client_secret":"secret six","grant_types":["client_credentials"],"scope":"read","resources":["https://api.example"]}]}]}""";

    [Fact]
    public async Task is_not_there_for_whoever_looks()
    {
        await using var node = await RemovedAsync();

        Assert.False(node.Client("orders").State.Exists);
        Assert.DoesNotContain(node.Acme.Clients, client => client.Key.Value == "orders");
    }

    [Fact]
    public async Task has_no_active_tokens()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        await RemoveAsync(node);

        Assert.Null(await Introspecting_a_token.Introspect(node, token));
        await Introspecting_a_token.Recorded(node, "client_disabled");
    }

    [Fact]
    public async Task leaves_no_tokens_to_another_of_its_name()
    {
        await using var node = await SpecNode.StartAsync();
        var before = await node.IssueAsync();
        await node.AdvanceAsync(TimeSpan.FromSeconds(1));
        await RemoveAsync(node);
        await node.AdvanceAsync(TimeSpan.FromSeconds(1));
        await node.ApplyAsync(Anew);

        Assert.Null(await Introspecting_a_token.Introspect(node, before));
        await Introspecting_a_token.Recorded(node, "revoked");
        Assert.NotNull(await Introspecting_a_token.Introspect(node, await node.IssueAsync()));
    }

    [Fact]
    public async Task leaves_none_at_a_node_either_that_learns_of_all_at_once()
    {
        await using var node = await SpecNode.StartAsync();
        var before = await node.IssueAsync();
        await node.AdvanceAsync(TimeSpan.FromSeconds(1));
        await RemoveAsync(node);
        await node.ApplyAsync(Anew);

        await using var other = await node.StartBesideAsync();

        Assert.Null(await Introspecting_a_token.Introspect(other, before));
        Assert.NotNull(await Introspecting_a_token.Introspect(other, await node.IssueAsync()));
    }

    private static async Task<SpecNode> RemovedAsync()
    {
        var node = await SpecNode.StartAsync();
        await RemoveAsync(node);
        return node;
    }

    private static async Task RemoveAsync(SpecNode node)
    {
        await node.Log.PutAsync("acme", "client:orders", 2, new ClientRemoved());
        await node.RefreshAsync();
    }
}
