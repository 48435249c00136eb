using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Http.OpenId;

/// <summary>A node with a tenant that is an OpenID Provider to the others.</summary>
public sealed class AlliedNode(TestPostgres postgres) : IAsyncLifetime
{
    internal const string Ally = "/t/ally";

    private static readonly string[] Tenants = ["acme", "first", "sealed", "leaving"];

    internal TestNode Node { get; private set; } = null!;

    internal static string CallbackOf(string tenant) => $"/t/{tenant}/oauth/sign-in/callback";

    public async ValueTask InitializeAsync()
    {
        Node = await TestNode.StartAsync(new NodeSettings { ConnectionString = await postgres.NewDatabaseAsync(), More = Known.AdminSettings });
        var admin = new AdminApi(Node);
        var callbacks = string.Join(',', Tenants.Select(tenant => $"\"{Node.Issuer(CallbackOf(tenant))}\""));
        Assert.Equal(200, (await admin.PutAsync("/tenants/ally", $$"""
            { "clients": [ { "client_id": "acme", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code"], "skip_consent": true,
                "redirect_uris": [{{callbacks}}], "scope": "openid profile email" } ],
              "users": [ { "username": "alice", "password": "{{Walks.Password}}", "claims": { "name": "Alice of Ally", "email": "a@ally.example", "department": "x" } } ] }
            """)).Status);
        foreach (var tenant in Tenants)
        {
            Assert.Equal(200, (await admin.PutAsync($"/tenants/{tenant}", $$"""
                { "identity_providers": [ { "name": "ally", "display_name": "The Ally", "issuer": "{{Node.Issuer(Ally)}}", "client_id": "acme" } ],
                  "clients": [ { "client_id": "app", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code"], "skip_consent": true,
                    "redirect_uris": ["{{Walks.Callback}}"], "scope": "openid profile email" } ],
                  "users": [ { "username": "alice", "password": "{{Walks.Password}}" } ] }
                """)).Status);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        Secrecy.Holds(Node, Walks.Password, Walks.Verifier);
    }
}
