using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Http.ClientProofs;

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class ProofNodesCollection : ICollectionFixture<ProofNodes>
#pragma warning restore CA1711
{
    public const string Name = "client proofs";
}

/// <summary>Two nodes of one deployment, with clients that have no secrets.</summary>
public sealed class ProofNodes(TestPostgres postgres) : IAsyncLifetime
{
    public const string Public = "http://localhost:5080";
    public const string Issuer = Public + Tenant;
    public const string Tenant = "/t/proofs";
    public const string Demanding = "/t/demanding";
    public const string TokenUrl = Issuer + "/oauth/token";

    private readonly string _directory = ScratchDirectory.Create("argus-proofs-");

    internal KeyHolder Signer { get; } = new();

    /// <summary>Whose key is called <c>two</c>.</summary>
    internal KeyHolder Named { get; } = new();

    internal KeyHolder Elsewhere { get; } = new();

    internal KeyHolder Workload { get; } = new();

    internal JwksServer Jwks { get; } = new();

    internal TestNode First { get; private set; } = null!;

    internal TestNode Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Jwks.Body = Elsewhere.Jwks;
        var settings = new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = Provisioning,
            Directory = _directory,
            PublicUrl = new Uri(Public),
            More = Known.AdminSettings,
        };
        First = await TestNode.StartAsync(settings);
        Second = await TestNode.StartAsync(settings);
    }

    public async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await First.DisposeAsync();
        Jwks.Dispose();
        Signer.Dispose();
        Named.Dispose();
        Elsewhere.Dispose();
        Workload.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private string Provisioning => $$"""
        { "tenants": [
          { "tenant": "proofs",
            "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read", "orders.write"] } ],
            "users": [ { "username": "alice", "password": "correct horse battery staple" } ],
            "spiffe_trust_domains": [ { "trust_domain": "acme.example", "bundle": { "keys": [ {{Workload.EcMembers(",\"kid\":\"w\",\"use\":\"jwt-svid\"")}} ] } } ],
            "clients": [
              { "client_id": "signer", "token_endpoint_auth_method": "private_key_jwt", "jwks": {{Signer.Jwks}}, {{Service}} },
              { "client_id": "twin", "token_endpoint_auth_method": "private_key_jwt", "jwks": {{Signer.Jwks}}, {{Service}} },
              { "client_id": "named", "token_endpoint_auth_method": "private_key_jwt", "jwks": {{Named.Jwks.Replace("\"one\"", "\"two\"", StringComparison.Ordinal)}}, {{Service}} },
              { "client_id": "elsewhere", "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "{{Jwks.Url}}", {{Service}} },
              { "client_id": "spiffe://acme.example/billing", "token_endpoint_auth_method": "spiffe_jwt", "spiffe_id": "spiffe://acme.example/billing", {{Service}} },
              { "client_id": "other-workload", "token_endpoint_auth_method": "spiffe_jwt", "spiffe_id": "spiffe://acme.example/other", {{Service}} },
              { "client_id": "dpop", "client_secret": "{{Known.Billing.Secret}}", "dpop_bound_access_tokens": true, {{Service}} },
              { "client_id": "spa", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"],
                "redirect_uris": ["https://app.acme.example/cb"], "scope": "openid offline_access orders.read", "resources": ["{{Known.Orders}}"] },
              {{Known.Issued(Known.Billing, Known.Orders, "orders.read")}},
              { "client_id": "{{Known.OrdersApi.Id}}", "client_secret": "{{Known.OrdersApi.Secret}}", "introspects": ["{{Known.Orders}}"] } ] },
          { "tenant": "demanding", "policy": { "dpop_nonce_required": true },
            "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read"] } ],
            "clients": [ {{Known.Issued(Known.Billing, Known.Orders, "orders.read")}} ] } ] }
        """;

    private static string Service => $$"""
        "grant_types": ["client_credentials"], "scope": "orders.read", "resources": ["{{Known.Orders}}"]
        """;
}
