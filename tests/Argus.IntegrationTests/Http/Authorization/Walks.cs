using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Http.Authorization;

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class WalksCollection : ICollectionFixture<Walks>
#pragma warning restore CA1711
{
    public const string Name = "walks";
}

/// <summary>A node with users, and clients that ask them; and what such clients send.</summary>
public sealed class Walks(TestPostgres postgres) : IAsyncLifetime
{
    public const string Alice = "alice";
    public const string Bob = "bob";
    public const string Password = "correct horse battery staple 7!";
    public const string Callback = "https://app.example/cb";
    public const string State = "st/ate +&=1";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public const string Acme = Known.Acme;
    public const string Gamma = Known.Gamma;

    private int _users;

    internal static readonly Client Shop = new("shop", "shop-6Hd3mPq8Xw1Zc7Rk2Yn9Sv4Gj5Bf0Le_UoIXK");

    internal TestNode Node { get; private set; } = null!;

    internal AdminApi Admin { get; private set; } = null!;

    public static string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static string Provisioning => $$"""{ "tenants": [ {{Tenant("acme")}}, {{Tenant("gamma")}} ] }""";

    internal Browser NewBrowser() => new(Node);

    /// <summary>A user of tenant <c>acme</c> who has allowed nothing yet.</summary>
    internal async Task<string> NewUserAsync()
    {
        var name = $"user-{Interlocked.Increment(ref _users)}";
        Assert.Equal(200, (await Admin.PutAsync($"/tenants/acme/users/{name}", $$"""{ "password": "{{Password}}", "claims": {} }""")).Status);
        return name;
    }

    /// <summary>The request of the public client, with some parameters changed; null takes one away.</summary>
    public static (string Name, string Value)[] Parameters(params (string Name, string? Value)[] changes)
    {
        (string Name, string? Value)[] usual =
        [
            ("response_type", "code"), ("client_id", Known.Spa), ("redirect_uri", Callback), ("scope", "openid offline_access orders.read"), ("state", State),
            ("nonce", "n-1"), ("code_challenge", Challenge), ("code_challenge_method", "S256"),
        ];
        var named = changes.Select(change => change.Name).ToHashSet();
        return [.. usual.Where(parameter => !named.Contains(parameter.Name)).Concat(changes).Where(parameter => parameter.Value is not null).Select(parameter => (parameter.Name, parameter.Value!))];
    }

    public static string Url(string tenant, params (string Name, string? Value)[] changes) => $"{tenant}/oauth/authorize?{Browser.Encode(Parameters(changes))}";

    /// <summary>Redeems a code as the public client, with some parameters changed.</summary>
    internal Task<Reply> RedeemAsync(string tenant, string code, params (string Name, string? Value)[] changes)
    {
        (string Name, string? Value)[] usual =
            [("grant_type", "authorization_code"), ("client_id", Known.Spa), ("code", code), ("code_verifier", Verifier), ("redirect_uri", Callback)];
        var named = changes.Select(change => change.Name).ToHashSet();
        var parameters = usual.Where(parameter => !named.Contains(parameter.Name)).Concat(changes).Where(parameter => parameter.Value is not null);
        return Node.PostAsync($"{tenant}/oauth/token", Browser.Encode([.. parameters.Select(parameter => (parameter.Name, parameter.Value!))]));
    }

    internal Task<Reply> RefreshAsync(string tenant, string refreshToken) =>
        Node.PostAsync($"{tenant}/oauth/token", Browser.Encode(("grant_type", "refresh_token"), ("client_id", Known.Spa), ("refresh_token", refreshToken)));

    public async ValueTask InitializeAsync()
    {
        Node = await TestNode.StartAsync(new NodeSettings { ConnectionString = await postgres.NewDatabaseAsync(), Provisioning = Provisioning, More = Known.AdminSettings });
        Admin = new AdminApi(Node);
    }

    public async ValueTask DisposeAsync()
    {
        await Histories.EndAsync(Node);
        Secrecy.Holds(Node, Password, Verifier, Shop.Secret);
    }

    public static string Tenant(string name, string more = "") => $$"""
        { "tenant": "{{name}}", "display_name": "{{name}} & Co", {{more}}
          "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read", "orders.write"] }, { "resource": "{{Known.Stock}}", "scopes": ["stock.read"] } ],
          "clients": [
            {{Public(Known.Spa, $"\"{Callback}\"", "openid profile offline_access orders.read orders.write")}},
            {{Public("other", $"\"{Callback}\"", "openid offline_access orders.read")}},
            {{Public("native", "\"http://127.0.0.1/cb\", \"com.example.app:/cb\", \"https://app.example/cb?tenant=1\"", "openid orders.read")}},
            {{Public("own", $"\"{Callback}\"", "openid offline_access orders.read", ", \"skip_consent\": true")}},
            {{Public("pushing", $"\"{Callback}\"", "openid orders.read", ", \"require_pushed_authorization_requests\": true")}},
            { "client_id": "wide", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code"], "redirect_uris": ["{{Callback}}"],
              "scope": "openid offline_access orders.read stock.read", "resources": ["{{Known.Orders}}", "{{Known.Stock}}"] },
            { "client_id": "{{Shop.Id}}", "client_secret": "{{Shop.Secret}}", "client_name": "The <Shop>", "grant_types": ["authorization_code", "refresh_token"],
              "redirect_uris": ["{{Callback}}"], "scope": "openid offline_access orders.read", "resources": ["{{Known.Orders}}"] },
            {{Known.Issued(Known.Billing, Known.Orders, "orders.read")}},
            { "client_id": "{{Known.OrdersApi.Id}}", "client_secret": "{{Known.OrdersApi.Secret}}", "introspects": ["{{Known.Orders}}"] } ],
          "users": [ { "username": "{{Alice}}", "password": "{{Password}}", "claims": { "name": "Alice" } }, { "username": "{{Bob}}", "password": "{{Password}}" } ] }
        """;

    private static string Public(string id, string redirectUris, string scope, string more = "") => $$"""
        { "client_id": "{{id}}", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"], "redirect_uris": [{{redirectUris}}],
          "scope": "{{scope}}", "resources": ["{{Known.Orders}}"]{{more}} }
        """;
}
