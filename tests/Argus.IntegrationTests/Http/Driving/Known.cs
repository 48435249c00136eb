namespace Argus.IntegrationTests.Http.Driving;

/// <summary>The tenants, resources and clients that tests over HTTP find on their node.</summary>
internal static class Known
{
    public const string Orders = "https://api.acme.example";
    public const string Stock = "https://stock.acme.example";
    public const string BetaHost = "beta.localhost";

    public static readonly Client Billing = new("billing", "billing-2hV9qLk3mZ7xT1cR8wYp5NsD4gJf6bQa0eUoIXK");
    public static readonly Client BasicOnly = new("basic-only", "basic-only-7Kd2mPq9Zx4Tc1Rw8Yn5Sv3Gj6Bf0Le_UoIXK");
    public static readonly Client PostOnly = new("post-only", "post-only-5Nd8mPq2Zx7Tc4Rw1Yk9Sv6Gj3Bf0Le_UoIXK");
    public static readonly Client OrdersApi = new("orders-api", "orders-api-9Wd1mPq5Zx2Tc8Rk4Yn7Sv0Gj3Bf6Le_UoIXK");
    public static readonly Client StockApi = new("stock-api", "stock-api-3Xd6mPq1Zw9Tc5Rk2Yn8Sv4Gj7Bf0Le_UoIXK");
    public static readonly Client Both = new("both", "both-8Zd4mPq7Xw1Tc9Rk6Yn2Sv5Gj0Bf3Le_UoIXK-abc");
    public static readonly Client Retired = new("retired", "retired-6Td0mPq3Xw8Zc2Rk9Yn4Sv1Gj5Bf7Le_UoIXK");
    public static readonly Client Named = new("urn:svc:one", "urn-svc-one-1Vd7mPq4Xw0Zc6Rk3Yn9Sv8Gj2Bf5Le_UoIXK");
    public static readonly Client Odd = new("odd", "p+l%75s :&=\"'\\~%zz#?");

    /// <summary>A public client of tenant <c>acme</c>: it has no secret.</summary>
    public const string Spa = "spa";

    /// <summary>Of tenant <c>system</c>, at nodes that are started with <see cref="AdminSettings"/>.</summary>
    public static readonly Client Administrator = new("argus-admin", "argus-admin-4Fd7mPq2Xw9Zc1Rk6Yn3Sv8Gj5Bf0Le_UoIXK");

    public static readonly IReadOnlyList<string> AdminSettings = ["--Argus:AdminSecret", Administrator.Secret];

    /// <summary>The tenant of the tests that only ask.</summary>
    public const string Acme = "/t/acme";

    /// <summary>One like it, to be foreign to it.</summary>
    public const string Gamma = "/t/gamma";

    /// <summary>Its tokens live one second.</summary>
    public const string Brief = "/t/brief";

    /// <summary>Disabled.</summary>
    public const string Closed = "/t/closed";

    /// <summary>For the tests that count every event.</summary>
    public const string Ledger = "/t/ledger";

    /// <summary>For requests that break off: nothing else happens here.</summary>
    public const string Halves = "/t/halves";

    /// <summary>For requests whose senders leave: when these are worked off, nobody knows.</summary>
    public const string Leavers = "/t/leavers";

    public static IEnumerable<string> Secrets =>
        new[] { Billing, BasicOnly, PostOnly, OrdersApi, StockApi, Both, Retired, Named, Odd, Administrator }.Select(client => client.Secret);

    public static string Provisioning => Some("main", "acme", "gamma", "beta", "brief", "closed", "ledger", "halves", "leavers");

    /// <summary>A document with some of the tenants. Each has two keys, which take a node longer to make than all the rest of its start.</summary>
    public static string Some(params string[] tenants) => $$"""{ "tenants": [ {{string.Join(",\n", tenants.Select(Described))}} ] }""";

    private static string Described(string tenant) => tenant switch
    {
        "acme" => Tenant(tenant, "", PublicClients),
        "beta" => Tenant(tenant, $"\"hosts\": [\"{BetaHost}\"],"),
        "brief" => Tenant(tenant, "\"policy\": { \"service_token_lifetime\": 1 },"),
        _ => Tenant(tenant, ""),
    };

    /// <summary>A tenant for one test: one resource, two clients that get tokens for it, and its server.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="policy">Members of its policy.</param>
    public static string Small(string name, string policy = "") => $$"""
        { "tenant": "{{name}}", "policy": { {{policy}} },
          "resources": [ { "resource": "{{Orders}}", "scopes": ["orders.read", "orders.write"] } ],
          "clients": [
            {{Issued(Billing, Orders, "orders.read orders.write")}},
            {{Issued(BasicOnly, Orders, "orders.read")}},
            { "client_id": "{{OrdersApi.Id}}", "client_secret": "{{OrdersApi.Secret}}", "introspects": ["{{Orders}}"] } ] }
        """;

    private const string PublicClients =
        $$"""{ "client_id": "{{Spa}}", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code"], "redirect_uris": ["https://app.acme.example/cb"] },""";

    private static string Tenant(string name, string more, string clients = "") => $$"""
        { "tenant": "{{name}}", {{more}}
          "resources": [ { "resource": "{{Orders}}", "scopes": ["orders.read", "orders.write"] }, { "resource": "{{Stock}}", "scopes": ["stock.read"] } ],
          "clients": [
            {{Issued(Billing, Orders, "orders.read orders.write")}},
            {{Issued(BasicOnly, Orders, "orders.read", "client_secret_basic")}},
            {{Issued(PostOnly, Orders, "orders.read", "client_secret_post")}},
            {{Issued(Named, Orders, "orders.read")}},
            {{Issued(Retired, Orders, "orders.read")}},
            {{Issued(Odd, Orders, "orders.read")}},
            {{Issued(Both, $"{Orders}\", \"{Stock}", "orders.read stock.read")}},
            {{clients}}
            { "client_id": "{{OrdersApi.Id}}", "client_secret": "{{OrdersApi.Secret}}", "introspects": ["{{Orders}}"] },
            { "client_id": "{{StockApi.Id}}", "client_secret": "{{StockApi.Secret}}", "introspects": ["{{Stock}}"] } ] }
        """;

    public static string Issued(Client client, string resources, string scope, string? method = null) => $$"""
        { "client_id": "{{client.Id}}", "client_secret": {{System.Text.Json.JsonSerializer.Serialize(client.Secret)}}, "scope": "{{scope}}",
          "grant_types": ["client_credentials"], "resources": ["{{resources}}"]{{(method is null ? "" : $", \"token_endpoint_auth_method\": \"{method}\"")}} }
        """;
}
