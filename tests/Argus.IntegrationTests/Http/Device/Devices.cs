using Argus.Domain.Kernel;
using Argus.Domain.Users;
using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Http.Device;

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class DevicesCollection : ICollectionFixture<Devices>
#pragma warning restore CA1711
{
    public const string Name = "devices";
}

/// <summary>Two nodes with clients on devices, and a tenant whose users sign in at a host application. Their clock can be set forward.</summary>
public sealed class Devices(TestPostgres postgres) : IAsyncLifetime
{
    public const string Acme = "/t/acme";
    public const string Gamma = "/t/gamma";

    /// <summary>For the tests that guess.</summary>
    public const string Guessed = "/t/guessed";

    /// <summary>Its users sign in elsewhere.</summary>
    public const string Hosted = "/t/hosted";

    public const string Tv = "tv";
    public const string HostApplication = "https://host.example/login?theme=dark";
    public const string Grant = "urn:ietf:params:oauth:grant-type:device_code";

    internal static readonly Client SetTopBox = new("set-top-box", "set-top-box-4Kd3mPq8Xw1Zc7Rk2Yn9Sv4Gj5Bf0Le_UoIX");

    private readonly string _directory = ScratchDirectory.Create("argus-devices-");

    internal ShiftedClock Clock { get; } = new(TimeSpan.Zero);

    internal TestNode Node { get; private set; } = null!;

    /// <summary>Another one on the same database.</summary>
    internal TestNode Other { get; private set; } = null!;

    /// <summary>With a new token each time: the clock may have been set forward since.</summary>
    internal AdminApi Admin => new(Node);

    public async ValueTask InitializeAsync()
    {
        var settings = new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = Provisioning,
            Directory = _directory,
            PublicUrl = new Uri("http://localhost:5080"),
            Clock = Clock,
            More = Known.AdminSettings,
        };
        Node = await TestNode.StartAsync(settings);
        Other = await TestNode.StartAsync(settings);
    }

    public async ValueTask DisposeAsync()
    {
        await Other.DisposeAsync();
        await Histories.EndAsync(Node);
        Directory.Delete(_directory, recursive: true);
        Secrecy.Holds(Node, Walks.Password, SetTopBox.Secret);
    }

    /// <summary>A device asks to be let in.</summary>
    internal async Task<Reply> RequestAsync(string tenant, string more = "&scope=openid%20offline_access%20orders.read", string client = Tv) =>
        await Node.PostAsync($"{tenant}/oauth/device", $"client_id={client}{more}");

    /// <summary>It asks whether its user has decided, when it may.</summary>
    internal async Task<Reply> PollAsync(string tenant, Reply requested, string client = Tv)
    {
        Clock.Set(TimeSpan.FromSeconds(5));
        return await PollAtOnceAsync(tenant, requested, client);
    }

    internal Task<Reply> PollAtOnceAsync(string tenant, Reply requested, string client = Tv) =>
        Node.PostAsync($"{tenant}/oauth/token", Browser.Encode(("grant_type", Grant), ("client_id", client), ("device_code", requested.Member("device_code")!)));

    /// <summary>A user types the code, signs in if they must, and comes to the question.</summary>
    internal static async Task<Reply> WalkAsync(Browser browser, string tenant, string userCode, string username = Walks.Alice)
    {
        var typed = await browser.SubmitAsync(await browser.GetAsync($"{tenant}/oauth/device"), ("user_code", userCode));
        Assert.Equal((303, $"{tenant}/oauth/device/verify"), (typed.Status, typed.Header("Location")));
        var next = await browser.GetAsync(typed.Header("Location")!);
        if (!next.IsPage("Sign in"))
            return next;
        var signedIn = await browser.SignInAsync(next, username);
        Assert.Equal((303, $"{tenant}/oauth/device/verify"), (signedIn.Status, signedIn.Header("Location")));
        return await browser.GetAsync(signedIn.Header("Location")!);
    }

    /// <summary>The user decides.</summary>
    internal static async Task<Reply> DecideAsync(Browser browser, string tenant, Reply requested, string decision = "allow", string username = Walks.Alice)
    {
        var question = (await WalkAsync(browser, tenant, requested.Member("user_code")!, username)).ShowsPage(200, "Connect this device?");
        return await browser.SubmitAsync(question, ("decision", decision));
    }

    internal async Task DisableAsync(string username)
    {
        Assert.True(Username.TryParse(username, out var name));
        await Node.CommandAsync(aggregates => aggregates.Users, "acme", UserState.StreamOf(name), UserDecider.Disable);
    }

    internal static string Provisioning => $$"""
        { "tenants": [ {{Tenant("acme")}}, {{Tenant("gamma")}}, {{Tenant("guessed")}}, {{Tenant("hosted", $"\"sign_in\": {{ \"handoff_uri\": \"{HostApplication}\" }},")}} ] }
        """;

    private static string Tenant(string name, string more = "") => $$"""
        { "tenant": "{{name}}", "display_name": "{{name}} & Co", {{more}}
          "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read", "orders.write"] }, { "resource": "{{Known.Stock}}", "scopes": ["stock.read"] } ],
          "clients": [
            { "client_id": "{{Tv}}", "token_endpoint_auth_method": "none", "client_name": "The <TV>", "grant_types": ["{{Grant}}", "refresh_token"],
              "scope": "openid offline_access orders.read", "resources": ["{{Known.Orders}}"], "skip_consent": true },
            { "client_id": "other-tv", "token_endpoint_auth_method": "none", "grant_types": ["{{Grant}}"], "scope": "orders.read", "resources": ["{{Known.Orders}}"] },
            { "client_id": "retired-tv", "token_endpoint_auth_method": "none", "grant_types": ["{{Grant}}"], "scope": "orders.read", "resources": ["{{Known.Orders}}"] },
            { "client_id": "{{SetTopBox.Id}}", "client_secret": "{{SetTopBox.Secret}}", "grant_types": ["{{Grant}}"], "scope": "orders.read", "resources": ["{{Known.Orders}}"] },
            { "client_id": "{{Known.Spa}}", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"], "redirect_uris": ["{{Walks.Callback}}"],
              "scope": "openid offline_access orders.read", "resources": ["{{Known.Orders}}"], "skip_consent": true },
            { "client_id": "{{Known.OrdersApi.Id}}", "client_secret": "{{Known.OrdersApi.Secret}}", "introspects": ["{{Known.Orders}}"] } ],
          "users": [ { "username": "{{Walks.Alice}}", "password": "{{Walks.Password}}", "claims": { "name": "Alice" } }, { "username": "{{Walks.Bob}}", "password": "{{Walks.Password}}" },
            { "username": "carol", "password": "{{Walks.Password}}" }, { "username": "dave", "password": "{{Walks.Password}}" } ] }
        """;
}
