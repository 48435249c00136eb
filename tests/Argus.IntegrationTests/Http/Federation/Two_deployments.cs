using Argus.IntegrationTests.Admin.Keys;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Http.Federation;

/// <summary>Two deployments of Argus that trust each other's tokens: one of two nodes, one of one.</summary>
public sealed class Two_deployments(TestPostgres postgres) : IAsyncLifetime
{
    private readonly string _directory = ScratchDirectory.Create("argus-federated-");
    private TestNode _first = null!;
    private TestNode _second = null!;
    private TestNode _ally = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = $$"""{ "tenants": [ {{Known.Small("acme")}} ] }""",
            Directory = _directory,
            PublicUrl = new Uri("http://localhost:5080"),
            More = Known.AdminSettings,
        };
        _first = await TestNode.StartAsync(settings);
        _second = await TestNode.StartAsync(settings);
        _ally = await TestNode.StartAsync(new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = $$"""{ "tenants": [ {{Known.Small("army")}} ] }""",
            More = Known.AdminSettings,
        });
        var issuer = _ally.Issuer("/t/army");
        var trusted = await new AdminApi(_first).PutAsync(
            "/tenants/acme/peers/ally",
            $$"""{"issuer":"{{issuer}}","jwks_uri":"{{issuer}}/.well-known/jwks.json","subject_prefix":"ally:","audiences":["{{Known.Orders}}"],"scope":"orders.read"}""");
        Assert.True(trusted.Status == 200, trusted.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _ally.DisposeAsync();
        await _second.DisposeAsync();
        await _first.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task accept_each_other_s_tokens_through_a_rotation_until_the_peer_is_disabled()
    {
        var token = (await _ally.TokenAsync("/t/army", Known.Billing)).AccessToken;
        await IsActiveAsync(_first, token);
        await IsActiveAsync(_second, token);

        var ally = new AdminApi(_ally);
        Assert.Equal(202, (await ally.PostAsync("/tenants/army/keys/rotate")).Status);
        await Eventually.Holds("there is a next key", TimeSpan.FromSeconds(60), async () => await ally.KidAsync("army", "next") is not null);
        Assert.Equal(202, (await ally.ForceAsync("army")).Status);
        var rotated = (await _ally.TokenAsync("/t/army", Known.Billing)).AccessToken;
        Assert.NotEqual(LogReading.KidOf(token), LogReading.KidOf(rotated));
        await IsActiveAsync(_first, rotated);
        await IsActiveAsync(_second, rotated);
        await IsActiveAsync(_second, token);

        Assert.Equal(200, (await new AdminApi(_first).PostAsync("/tenants/acme/peers/ally/disable")).Status);
        (await IntrospectAsync(_first, rotated)).IsInactive();
        await Eventually.Holds("the other node refuses it", TimeSpan.FromSeconds(60), async () => !(await IntrospectAsync(_second, rotated)).Json.GetProperty("active").GetBoolean());

        // From either side the own tokens are as good as before.
        (await _ally.IntrospectAsync("/t/army", Known.OrdersApi, rotated)).IsActive();
        (await IntrospectAsync(_second, (await _first.TokenAsync(Known.Acme, Known.Billing)).AccessToken)).IsActive();
        var told = (await _first.EntriesAsync("acme")).Select(entry => entry.GetProperty("type").GetString()!).Where(type => type.StartsWith("peer.", StringComparison.Ordinal)).ToArray();
        Assert.Equal("peer.trusted", told[0]);
        Assert.Equal("peer.disabled", told[^1]);
        Assert.Equal((await _first.EntriesAsync("acme", "peer.key_added")).Select(entry => entry.GetProperty("data").GetProperty("kid").GetString()).Distinct().Count(), told.Count(type => type == "peer.key_added"));
    }

    private static Task<Reply> IntrospectAsync(TestNode node, string token) => node.IntrospectAsync(Known.Acme, Known.OrdersApi, token);

    /// <summary>A node that sees the key for the first time reads the peer's document before it answers, for two seconds at most.</summary>
    private static Task IsActiveAsync(TestNode node, string token) => Eventually.Holds(
        "the peer's token is active", TimeSpan.FromSeconds(60), async () => (await IntrospectAsync(node, token)).Json.GetProperty("active").GetBoolean());
}
