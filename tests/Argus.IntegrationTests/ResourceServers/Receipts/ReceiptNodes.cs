using System.Security.Cryptography;
using Argus.IntegrationTests.Admin;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.ResourceServers.Receipts;

/// <summary>Two nodes on one database, with tenants whose API has a key of its own.</summary>
public sealed class ReceiptNodes(TestPostgres postgres) : IAsyncLifetime
{
    private readonly string _directory = ScratchDirectory.Create("argus-receipts-");

    internal TestNode First { get; private set; } = null!;

    internal TestNode Second { get; private set; } = null!;

    internal RSA Key { get; } = RSA.Create(2048);

    internal RSA StrangersKey { get; } = RSA.Create(2048);

    public async ValueTask InitializeAsync()
    {
        var settings = new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = $$"""{ "tenants": [ {{Tenant("handed-in", Key)}}, {{Tenant("foreign", StrangersKey)}} ] }""",
            Directory = _directory,
            PublicUrl = new Uri(AdminNode.Url),
            More = ["--Argus:AppendTimeout", "30"],
        };
        First = await TestNode.StartAsync(settings);
        Second = await TestNode.StartAsync(settings);
    }

    public async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await Histories.EndAsync(First);
        Directory.Delete(_directory, recursive: true);
        Key.Dispose();
        StrangersKey.Dispose();
        Secrecy.Holds(First);
    }

    internal static string Tenant(string name, RSA key, string policy = "{}") => $$"""
        { "tenant": "{{name}}", "policy": {{policy}},
          "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read"] } ],
          "users": [ { "username": "alice", "password": "correct horse 8 battery" } ],
          "clients": [
            { "client_id": "spa", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"], "redirect_uris": ["https://spa.example/cb"],
              "scope": "openid offline_access orders.read", "resources": ["{{Known.Orders}}"] },
            {{Known.Issued(Known.Billing, Known.Orders, "orders.read")}},
            { "client_id": "{{Known.OrdersApi.Id}}", "client_secret": "{{Known.OrdersApi.Secret}}", "introspects": ["{{Known.Orders}}"], "jwks": {{FakeVerifier.Jwks(key)}} } ] }
        """;
}
