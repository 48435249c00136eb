using System.Text;
using Argus.Authority.Provisioning;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Http.Exchange;

/// <summary>Two nodes on one database, and two tenants: <c>guild</c>, whose services call one another for users, and <c>army</c>, which guild trusts as a peer.</summary>
public sealed class ExchangeNodes(TestPostgres postgres) : IAsyncLifetime
{
    public const string Guild = "/t/guild";

    internal const string Exchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    internal const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    internal const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";

    internal static readonly Client Stranger = new("stranger", "stranger-3Hd9mPq1Zx7Tc4Rk2Yn8Sv6Gj0Bf5Le_UoIXK");
    internal static readonly Client Tank = new("tank", "tank-8Kd3mPq6Zx1Tc9Rk4Yn0Sv2Gj7Bf5Le_UoIXK-abc");

    private readonly string _directory = ScratchDirectory.Create("argus-exchange-");

    internal TestNode First { get; private set; } = null!;

    internal TestNode Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new NodeSettings { ConnectionString = await postgres.NewDatabaseAsync(), Directory = _directory, Provisioning = GuildAlone };
        First = await TestNode.StartAsync(settings);
        await ApplyAsync(Army);
        var keys = (await First.GetAsync("/t/army/.well-known/jwks.json")).Text;
        await ApplyAsync($$"""
            {"tenants":[{"tenant":"guild","peers":[{"issuer":"{{First.Issuer("/t/army")}}","jwks":{{keys}},"subject_prefix":"army:",
              "audiences":["{{Known.Orders}}","{{Known.Stock}}"],"scope":"orders.read"}]}]}
            """);
        Second = await TestNode.StartAsync(settings with { PublicUrl = First.Url });
    }

    public async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await Histories.EndAsync(First);
        Directory.Delete(_directory, recursive: true);
        Secrecy.Holds(First);
    }

    /// <summary>Makes the log agree with a document, and waits until the first node has seen it.</summary>
    internal async Task ApplyAsync(string document)
    {
        var feed = await First.Service<Provisioner>().ApplyAsync(ProvisioningReader.Read(Encoding.UTF8.GetBytes(document)), new Origin("test", "test"));
        await First.Service<FeedFollower>().ReachAsync(feed, TimeSpan.FromSeconds(60));
    }

    /// <summary>An exchange by <c>orders-api</c>, or by another client.</summary>
    internal static Task<Reply> ExchangeAsync(TestNode node, string subject, string more = "", Client? client = null) =>
        node.PostAsync($"{Guild}/oauth/token", $"grant_type={Exchange}&subject_token={subject}&subject_token_type={AccessToken}{more}", (client ?? Known.OrdersApi).Basic);

    /// <summary>A user's token, past the pages.</summary>
    internal async Task<Granted> UserAsync() => await new Grants(First, "guild").OpenAsync();

    /// <summary>A token of the peer for one of guild's resources, or for guild itself.</summary>
    internal async Task<string> PeersAsync(string resource) => (await First.TokenAsync("/t/army", Tank, $"&resource={Client.Form(resource)}")).AccessToken;

    private static string GuildAlone => $$"""
        { "tenants": [ { "tenant": "guild",
          "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read"] }, { "resource": "{{Known.Stock}}", "scopes": ["orders.read", "stock.read"] } ],
          "users": [ { "username": "alice", "password": "correct horse 8 battery" } ],
          "clients": [
            { "client_id": "spa", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"],
              "redirect_uris": ["http://127.0.0.1/callback"], "scope": "openid offline_access orders.read", "resources": ["{{Known.Orders}}"] },
            {{Service(Known.OrdersApi, Known.Stock, $"\"introspects\": [\"{Known.Orders}\"]")}},
            {{Service(Stranger, Known.Stock, "\"skip_consent\": false")}},
            { "client_id": "{{Known.StockApi.Id}}", "client_secret": "{{Known.StockApi.Secret}}", "introspects": ["{{Known.Stock}}"] } ] } ] }
        """;

    private string Army => $$"""
        { "tenants": [ { "tenant": "army",
          "resources": [ { "resource": "{{First.Issuer(Guild)}}", "scopes": ["orders.read", "stock.read"] }, { "resource": "{{Known.Orders}}", "scopes": ["orders.read", "stock.read"] } ],
          "clients": [ {{Known.Issued(Tank, $"{First.Issuer(Guild)}\",\"{Known.Orders}", "orders.read stock.read")}} ] } ] }
        """;

    private static string Service(Client client, string resource, string more) => $$"""
        { "client_id": "{{client.Id}}", "client_secret": "{{client.Secret}}", "grant_types": ["{{Exchange}}", "{{JwtBearer}}"],
          "scope": "orders.read stock.read", "resources": ["{{resource}}"], {{more}} }
        """;
}

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class ExchangeCollection : ICollectionFixture<ExchangeNodes>
#pragma warning restore CA1711
{
    public const string Name = "exchange";
}
