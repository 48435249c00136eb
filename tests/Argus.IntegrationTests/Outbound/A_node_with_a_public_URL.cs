using Argus.Authority.Logouts;
using Argus.Authority.Outbound;
using Argus.Authority.SignIn.Providers;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Outbound;

public class A_node_with_a_public_URL(TestPostgres postgres)
{
    [Fact]
    public async Task asks_nobody_on_its_own_machine()
    {
        await using var inside = new OtherSide(OtherSide.Ok());
        await using var node = await StartAsync();

        var refused = await Assert.ThrowsAsync<OutboundException>(() => node.Service<IOutboundDocuments>().GetAsync(inside.Address, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(OutboundFailure.Refused, refused.Failure);
        Assert.False(await TellAsync(node, inside));
        await Assert.ThrowsAsync<ProviderException>(() => node.Service<IProviderChannel>().GetAsync(inside.Address, "an access token"));
        await Assert.ThrowsAsync<ProviderException>(() => node.Service<KnownProviders>().FindAsync(inside.Address.ToString()));
        Assert.Equal(0, inside.Connections);
    }

    [Fact]
    public async Task asks_in_networks_that_its_operator_names()
    {
        await using var inside = new OtherSide(OtherSide.Ok());
        await using var node = await StartAsync("--Argus:Outbound:AllowedNetworks", "10.0.0.0/8, 127.0.0.1/32");

        Assert.NotNull(await node.Service<IOutboundDocuments>().GetAsync(inside.Address, cancellation: TestContext.Current.CancellationToken));
        Assert.True(await TellAsync(node, inside));
    }

    private static Task<bool> TellAsync(TestNode node, OtherSide other) =>
        node.Service<ILogoutChannel>().PostAsync(other.Address.ToString(), "a.b.c"u8.ToArray(), TestContext.Current.CancellationToken);

    private async Task<TestNode> StartAsync(params string[] more) =>
        await TestNode.StartAsync(new NodeSettings { ConnectionString = await postgres.NewDatabaseAsync(), PublicUrl = new Uri("https://auth.example"), More = more });
}
