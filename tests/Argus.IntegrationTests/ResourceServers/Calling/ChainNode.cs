using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.ResourceServers.Calling;

/// <summary>A node with a user, a client that they use, an API that it calls, and one that that one calls.</summary>
public sealed class ChainNode(TestPostgres postgres) : IAsyncLifetime
{
    public const string Tenant = "chain";

    internal TestNode Node { get; private set; } = null!;

    internal string Issuer => Node.Issuer($"/t/{Tenant}");

    public async ValueTask InitializeAsync() =>
        Node = await TestNode.StartAsync(new NodeSettings { ConnectionString = await postgres.NewDatabaseAsync(), Provisioning = Provisioning });

    public ValueTask DisposeAsync() => Node.DisposeAsync();

    private static string Provisioning => $$"""
        { "tenants": [ { "tenant": "{{Tenant}}",
          "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read"] }, { "resource": "{{Known.Stock}}", "scopes": ["orders.read"] } ],
          "users": [ { "username": "alice", "password": "a-password-of-alice" }, { "username": "bob", "password": "a-password-of-bob" } ],
          "clients": [
            { "client_id": "spa", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"], "redirect_uris": ["https://app.acme.example/cb"],
              "scope": "openid offline_access orders.read", "resources": ["{{Known.Orders}}"] },
            { "client_id": "{{Known.OrdersApi.Id}}", "client_secret": "{{Known.OrdersApi.Secret}}", "introspects": ["{{Known.Orders}}"],
              "grant_types": ["urn:ietf:params:oauth:grant-type:token-exchange"], "scope": "orders.read", "resources": ["{{Known.Stock}}"] } ] } ] }
        """;
}
