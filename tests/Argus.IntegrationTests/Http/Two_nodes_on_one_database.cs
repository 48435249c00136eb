using Argus.Domain.Keys;
using Argus.Authority.Views;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Http;

public sealed class Two_nodes_on_one_database(NodePair pair, TestPostgres postgres) : IClassFixture<NodePair>
{
    private readonly TestNode _first = pair.First;
    private readonly TestNode _second = pair.Second;

    [Fact]
    public async Task may_start_at_once_on_an_empty_one()
    {
        var directory = ScratchDirectory.Create("argus-race-");
        var settings = new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Directory = directory,
            Provisioning = Known.Some("main", "acme"),
            PublicUrl = new Uri("http://localhost:5080"),
        };

        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TestNode.StartAsync(settings)));

        var token = (await nodes[0].TokenAsync(Known.Acme, Known.Billing)).AccessToken;
        foreach (var node in nodes)
        {
            (await node.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).IsActive();
            Assert.Equal(200, (await node.TokenAsync("", Known.Billing)).Status);
            var ring = node.Service<TenantDirectory>().Find("main")!.Keys.Ring;
            Assert.Single(ring.Keys, key => key.Status == KeyStatus.Active);
            Assert.InRange(ring.Keys.Length, 1, 2);
            await node.DisposeAsync();
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task show_the_same_keys_and_metadata()
    {
        foreach (var path in new[] { "/.well-known/jwks.json", "/t/acme/.well-known/jwks.json", "/t/acme/.well-known/openid-configuration" })
        {
            // A next key may be on its way from one to the other.
            Reply first = null!, second = null!;
            await Eventually.Holds("both show the same", TimeSpan.FromSeconds(60), async () =>
                (first = await _first.GetAsync(path)).Text == (second = await _second.GetAsync(path)).Text);
            Assert.Equal(200, first.Status);
            Assert.Equal(first.Header("ETag"), second.Header("ETag"));
        }
    }

    [Fact]
    public async Task know_at_once_what_the_other_issued()
    {
        for (var time = 0; time < 10; time++)
        {
            (await _second.IntrospectAsync(Known.Acme, Known.OrdersApi, (await _first.TokenAsync(Known.Acme, Known.Billing)).AccessToken)).IsActive();
            (await _first.IntrospectAsync(Known.Acme, Known.OrdersApi, (await _second.TokenAsync(Known.Acme, Known.Billing)).AccessToken)).IsActive();
        }
    }

    [Fact]
    public async Task know_within_a_second_or_so_what_the_other_revoked()
    {
        var token = (await _first.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
        (await _second.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).IsActive();

        Assert.Equal(200, (await _first.RevokeAsync(Known.Acme, Known.Billing, token)).Status);

        (await _first.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).IsInactive();
        await Eventually.Holds("the other node refuses it", TimeSpan.FromSeconds(60), async () =>
            !(await _second.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).Json.GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task revoke_what_the_other_issued()
    {
        var token = (await _first.TokenAsync(Known.Acme, Known.Billing)).AccessToken;

        Assert.Equal(200, (await _second.RevokeAsync(Known.Acme, Known.Billing, token)).Status);

        (await _second.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).IsInactive();
    }
}
