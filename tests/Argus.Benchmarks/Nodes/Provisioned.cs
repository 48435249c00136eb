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
}

/// <summary>The tenants and clients of one node, and the document that makes them.</summary>
internal sealed class Provisioned(IReadOnlyList<ProvisionedTenant> tenants)
{
    public const string TokenBody = "grant_type=client_credentials&scope=bench.read";
    private const string Resource = "https://api.bench.example";

    public ProvisionedTenant First => tenants[0];

    public static Provisioned Create(int tenants, int clientsEach) => new(
        [.. Enumerable.Range(0, tenants).Select(tenant => new ProvisionedTenant($"bench{tenant}", ProvisionedClient.Create("api"),
            [.. Enumerable.Range(0, clientsEach).Select(client => ProvisionedClient.Create($"client{client}"))]))]);

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
        ["policy"] = new JsonObject { ["service_token_lifetime"] = 3600, ["key_bits"] = 2048 },
        ["resources"] = new JsonArray(new JsonObject { ["resource"] = Resource, ["scopes"] = new JsonArray("bench.read") }),
        ["clients"] = new JsonArray([Introspector(tenant.Introspector), .. tenant.Clients.Select(Caller)]),
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
