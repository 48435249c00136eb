using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.CommandLine;

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class AdministeredNodeCollection : ICollectionFixture<AdministeredNode>
#pragma warning restore CA1711
{
    public const string Name = "administered node";
}

/// <summary>A node whose operators use the command line, from a directory in which its data directory is <c>.argus</c>. Each test that changes something has a tenant for it.</summary>
public sealed class AdministeredNode(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly string[] Ordinary = ["rotated", "leaking", "endangered", "importing", "busy", "switched"];

    private readonly string _directory = ScratchDirectory.Create("argus-command-line-");

    internal TestNode Node { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var data = Directory.CreateDirectory(System.IO.Path.Combine(_directory, ".argus")).FullName;
        var tenants = Ordinary.Select(name => Tenant(name, "{}")).Append(Tenant("brief", """{ "service_token_lifetime": 1 }"""))
            .Append(Admin.Families.FamilyNodes.Tenant("granted")).Append(Tenant("measured", """{ "crypto_profile": "bsi-tr-02102" }"""));
        Node = await TestNode.StartAsync(new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = $$"""{ "tenants": [ {{string.Join(',', tenants)}} ] }""",
            Directory = data,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Runs a command against this node, as its administrator.</summary>
    internal Task<Ended> RunAsync(params string[] arguments) => RunWithAsync("", [], arguments);

    /// <param name="input">What comes on standard input.</param>
    /// <param name="environment">More of it.</param>
    internal Task<Ended> RunWithAsync(string input, (string Name, string Value)[] environment, params string[] arguments)
    {
        var all = environment.Prepend(("ARGUS_URL", Node.Url.ToString())).GroupBy(one => one.Item1).ToDictionary(same => same.Key, same => same.Last().Item2);
        return ArgusProcess.RunAsync(_directory, all, input, arguments);
    }

    /// <summary>A file in the directory where commands are given.</summary>
    internal string Write(string name, string text)
    {
        File.WriteAllText(System.IO.Path.Combine(_directory, name), text);
        return name;
    }

    /// <summary>A tenant's keys, as the command line shows them to machines. Whether the next one is there already is the node's own affair: it makes them at leisure.</summary>
    internal async Task<JsonElement[]> KeysAsync(string tenant) =>
        [.. (await RunAsync("keys", "list", "-t", tenant, "--json")).IsDone().Json.GetProperty("items").EnumerateArray()];

    private static string Tenant(string name, string policy) => $$"""
        { "tenant": "{{name}}", "policy": {{policy}}, "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read"] } ],
          "clients": [ { "client_id": "{{Known.Billing.Id}}", "client_secret": "{{Known.Billing.Secret}}", "scope": "orders.read",
                         "grant_types": ["client_credentials"], "resources": ["{{Known.Orders}}"] },
                       { "client_id": "{{Known.OrdersApi.Id}}", "client_secret": "{{Known.OrdersApi.Secret}}", "introspects": ["{{Known.Orders}}"] } ] }
        """;
}
