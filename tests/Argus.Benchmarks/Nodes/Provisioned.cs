using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Benchmarks.Load;

namespace Argus.Benchmarks.Nodes;

internal sealed record ProvisionedClient(string Id, string Secret)
{
    /// <summary>A client with a machine-made secret: 256 random bits.</summary>
    public static ProvisionedClient Create(string id) =>
        new(id, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(256 / 8)));
}

internal sealed record ProvisionedTenant(string Id, ProvisionedClient Introspector, IReadOnlyList<ProvisionedClient> Clients)
{
    public string Path => $"/t/{Id}";

    /// <summary>A user and the client that they sign in to, where the tenant has them.</summary>
    public ProvisionedUser? User { get; init; }
}

/// <summary>A user, and a client that asks for tokens for them without asking for consent.</summary>
internal sealed record ProvisionedUser(string Name, string Password, ProvisionedClient Client)
{
    public const string RedirectUri = "http://127.0.0.1/callback";

    /// <summary>What the client asks for: no ID token, so that a rotation has one signature.</summary>
    public const string Scope = "bench.read offline_access";

    /// <summary>The windows W and L in seconds, where they are not the usual ones.</summary>
    public (int Concurrency, int Retry)? Windows { get; init; }

    public static ProvisionedUser Create() => new("alice", ProvisionedClient.Create("").Secret, ProvisionedClient.Create("web"));
}

/// <summary>The tenants and clients of one node, and the document that makes them.</summary>
internal sealed class Provisioned(IReadOnlyList<ProvisionedTenant> tenants)
{
    public const string TokenBody = "grant_type=client_credentials&scope=bench.read";
    public const string Resource = "https://api.bench.example";

    public ProvisionedTenant First => tenants[0];

    public static Provisioned Create(int tenants, int clientsEach) => new(
        [.. Enumerable.Range(0, tenants).Select(tenant => new ProvisionedTenant($"bench{tenant}", ProvisionedClient.Create("api"),
            [.. Enumerable.Range(0, clientsEach).Select(client => ProvisionedClient.Create($"client{client}"))]))]);

    /// <summary>One tenant, with a user.</summary>
    public static Provisioned Create(ProvisionedUser user) => new([new ProvisionedTenant("bench0", ProvisionedClient.Create("api"), [ProvisionedClient.Create("client0")]) { User = user }]);

    /// <summary>One token request of every client; neighbours in the list are of different tenants.</summary>
    public IEnumerable<PreparedPost> TokenRequests() =>
        from client in Enumerable.Range(0, First.Clients.Count)
        from tenant in tenants
        select PreparedPost.Create(tenant.Path + "/oauth/token", tenant.Clients[client].Id, tenant.Clients[client].Secret, TokenBody);

    public void Write(string file) => File.WriteAllText(file,
        new JsonObject { ["tenants"] = new JsonArray([.. tenants.Select(Document)]) }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

    private static JsonObject Document(ProvisionedTenant tenant) => new JsonObject
    {
        ["tenant"] = tenant.Id,
        ["display_name"] = tenant.Id,
        ["policy"] = Policy(tenant.User?.Windows),
        ["resources"] = new JsonArray(new JsonObject { ["resource"] = Resource, ["scopes"] = new JsonArray("bench.read") }),
        ["clients"] = new JsonArray([Introspector(tenant.Introspector), .. tenant.Clients.Select(Caller), .. tenant.User is { } user ? [Web(user.Client)] : Array.Empty<JsonNode>()]),
        ["users"] = new JsonArray(tenant.User is { Name: var name, Password: var password } ? [new JsonObject { ["username"] = name, ["password"] = password }] : []),
    };

    private static JsonObject Policy((int Concurrency, int Retry)? windows)
    {
        var policy = new JsonObject { ["service_token_lifetime"] = 3600, ["key_bits"] = 2048 };
        if (windows is var (concurrency, retry))
            (policy["refresh_concurrency_window"], policy["refresh_retry_window"]) = (concurrency, retry);
        return policy;
    }

    private static JsonObject Web(ProvisionedClient client) => new JsonObject
    {
        ["client_id"] = client.Id,
        ["client_secret"] = client.Secret,
        ["token_endpoint_auth_method"] = "client_secret_basic",
        ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
        ["redirect_uris"] = new JsonArray(ProvisionedUser.RedirectUri),
        ["skip_consent"] = true,
        ["scope"] = ProvisionedUser.Scope,
        ["resources"] = new JsonArray(Resource),
    };

    private static JsonObject Introspector(ProvisionedClient client) => new JsonObject
    {
        ["client_id"] = client.Id,
        ["client_secret"] = client.Secret,
        ["introspects"] = new JsonArray(Resource),
    };

    private static JsonObject Caller(ProvisionedClient client) => new JsonObject
    {
        ["client_id"] = client.Id,
        ["client_secret"] = client.Secret,
        ["token_endpoint_auth_method"] = "client_secret_basic",
        ["grant_types"] = new JsonArray("client_credentials"),
        ["scope"] = "bench.read",
        ["resources"] = new JsonArray(Resource),
    };
}
