using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Admin.Families;

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class FamilyNodesCollection : ICollectionFixture<FamilyNodes>
#pragma warning restore CA1711
{
    public const string Name = "family nodes";
}

/// <summary>Two nodes on one database, with tenants whose users grant clients something. Each test class that counts has a tenant of its own.</summary>
public sealed class FamilyNodes(TestPostgres postgres) : IAsyncLifetime
{
    private const string Password = "correct horse 8 battery";

    private static readonly string[] Tenants = ["listed", "looked-at", "ended", "revoking", "bounded", "emptied", "single", "browsing", "two"];

    private readonly string _directory = ScratchDirectory.Create("argus-families-");

    internal TestNode First { get; private set; } = null!;

    internal TestNode Second { get; private set; } = null!;

    internal AdminApi Admin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = $$"""{ "tenants": [ {{string.Join(',', Tenants.Select(Tenant))}} ] }""",
            Directory = _directory,
            PublicUrl = new Uri(AdminNode.Url),
            More = [.. Known.AdminSettings, "--Argus:AppendTimeout", "30"],
        };
        First = await TestNode.StartAsync(settings);
        Second = await TestNode.StartAsync(settings);
        Admin = new AdminApi(First);
    }

    public async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await Histories.EndAsync(First);
        Directory.Delete(_directory, recursive: true);
        Secrecy.Holds(First);
    }

    /// <summary>Two users, two clients of theirs, two clients that get tokens for themselves, and the API.</summary>
    internal static string Tenant(string name) => $$"""
        { "tenant": "{{name}}",
          "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read"] } ],
          "users": [ { "username": "alice", "password": "{{Password}}" }, { "username": "bob", "password": "{{Password}}" } ],
          "clients": [
            {{Users("spa")}}, {{Users("app")}},
            {{Known.Issued(Known.Billing, Known.Orders, "orders.read")}}, {{Known.Issued(Known.BasicOnly, Known.Orders, "orders.read")}},
            { "client_id": "{{Known.OrdersApi.Id}}", "client_secret": "{{Known.OrdersApi.Secret}}", "introspects": ["{{Known.Orders}}"] } ] }
        """;

    private static string Users(string client) => $$"""
        { "client_id": "{{client}}", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"],
          "redirect_uris": ["http://127.0.0.1/callback"], "scope": "openid offline_access orders.read", "resources": ["{{Known.Orders}}"] }
        """;
}
