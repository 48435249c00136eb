using System.Text;
using System.Text.Json.Nodes;
using Argus.Authority;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.Jose;

namespace Argus.IntegrationTests.Http.OpenId;

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class OpenIdCollection : ICollectionFixture<OpenIdNode>
#pragma warning restore CA1711
{
    public const string Name = "openid";
}

/// <summary>A node with a user of whom much is known, and clients that want to hear when sessions end.</summary>
public sealed class OpenIdNode(TestPostgres postgres) : IAsyncLifetime
{
    public const string App = "app";
    public const string Other = "other";
    public const string Bye = "https://app.example/bye";
    public const string Acme = Known.Acme;
    public const string Gamma = Known.Gamma;

    internal TestNode Node { get; private set; } = null!;

    internal AdminApi Admin { get; private set; } = null!;

    internal LogoutReceiver Receiver { get; private set; } = null!;

    /// <param name="receiver">Where clients are told of logouts.</param>
    public static string Provisioning(Uri receiver) => $$"""{ "tenants": [ {{Tenant("acme", receiver)}}, {{Tenant("gamma", receiver)}} ] }""";

    public async ValueTask InitializeAsync()
    {
        Receiver = await LogoutReceiver.StartAsync();
        Node = await TestNode.StartAsync(new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(), Provisioning = Provisioning(Receiver.Address), More = Known.AdminSettings,
        });
        Admin = new AdminApi(Node);
    }

    public async ValueTask DisposeAsync()
    {
        await Histories.EndAsync(Node);
        await Receiver.DisposeAsync();
        Secrecy.Holds(Node, Walks.Password, Walks.Verifier);
    }

    /// <summary>A new browser, signed in, and the tokens that a client got for it.</summary>
    internal Task<SignedIn> SignInAsync(string user = Walks.Alice, string scope = "openid offline_access orders.read", string client = App, string tenant = Acme) =>
        SignInAsync(Node, new Browser(Node), user, scope, client, tenant);

    internal static async Task<SignedIn> SignInAsync(
        TestNode node, Browser browser, string user = Walks.Alice, string scope = "openid offline_access orders.read", string client = App, string tenant = Acme)
    {
        var answer = await browser.WalkAsync(Walks.Url(tenant, ("client_id", client), ("scope", scope)), user);
        var tokens = await node.PostAsync($"{tenant}/oauth/token", Browser.Encode(
            ("grant_type", "authorization_code"), ("client_id", client), ("code", answer.Code()), ("code_verifier", Walks.Verifier), ("redirect_uri", Walks.Callback)));
        return new SignedIn(browser, tokens);
    }

    /// <summary>Whether the browser's user is still known to the tenant, without being asked.</summary>
    internal static async Task<bool> IsSignedInAsync(Browser browser, string tenant = Acme)
    {
        var answer = (await browser.GetAsync(Walks.Url(tenant, ("client_id", App), ("prompt", "none")))).AtClient();
        Assert.True(answer.ContainsKey("code") || answer["error"] == "login_required");
        return answer.ContainsKey("code");
    }

    /// <summary>A token under the tenant's own key, with whatever header and claims.</summary>
    internal async Task<string> ForgeAsync(string tenant, Func<LoadedKey, byte[]> header, JsonObject claims)
    {
        var view = Node.Service<TenantDirectory>().Find(tenant)!;
        var key = (await Node.Service<SigningKeys>().FindAsync(view.Id, view.Keys.Active!.Kid))!;
        claims["iss"] ??= Node.Service<Issuers>().Of(view);
        var jws = UnsignedJws.Create(header(key), Encoding.UTF8.GetBytes(claims.ToJsonString()), key.SignatureLength);
        return Encoding.ASCII.GetString((await key.SignAsync(jws)).Span);
    }

    private static string Tenant(string name, Uri receiver) => $$"""
        { "tenant": "{{name}}", "display_name": "{{name}} & Co",
          "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read"] } ],
          "clients": [
            {{Client(App, receiver, $"\"{Bye}\", \"https://app.example/bye?from=argus\", \"http://127.0.0.1/bye\", \"com.example.app:/bye\"")}},
            {{Client(Other, receiver, "\"https://other.example/bye\"")}},
            {{Known.Issued(Known.Billing, Known.Orders, "orders.read")}},
            { "client_id": "{{Known.OrdersApi.Id}}", "client_secret": "{{Known.OrdersApi.Secret}}", "introspects": ["{{Known.Orders}}"] } ],
          "users": [
            { "username": "{{Walks.Alice}}", "password": "{{Walks.Password}}",
              "claims": { "name": "Alice Ä", "email": "alice@acme.example", "email_verified": true, "phone_number": "+1 555", "department": "sales", "updated_at": 7 } },
            { "username": "{{Walks.Bob}}", "password": "{{Walks.Password}}" } ] }
        """;

    private static string Client(string id, Uri receiver, string postLogout) => $$"""
        { "client_id": "{{id}}", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"], "skip_consent": true,
          "redirect_uris": ["{{Walks.Callback}}"], "post_logout_redirect_uris": [{{postLogout}}], "backchannel_logout_uri": "{{receiver}}{{id}}",
          "scope": "openid profile email phone offline_access orders.read", "resources": ["{{Known.Orders}}"] }
        """;
}

/// <summary>A browser with a session, and what a client got for it.</summary>
internal sealed record SignedIn(Browser Browser, Reply Tokens)
{
    public string IdToken => Tokens.Member("id_token")!;

    public string Session => new Compact(IdToken).Payload.GetProperty("sid").GetString()!;

    public string Subject => new Compact(IdToken).Payload.GetProperty("sub").GetString()!;
}
