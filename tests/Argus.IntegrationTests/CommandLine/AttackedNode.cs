using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.CommandLine;

/// <summary>A node behind a proxy that is known to everybody by the proxy's address.</summary>
public sealed class AttackedNode(TestPostgres postgres) : IAsyncLifetime
{
    internal ConfusedProxy Proxy { get; private set; } = null!;

    internal TestNode Node { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Proxy = await ConfusedProxy.StartAsync();
        Node = await TestNode.StartAsync(new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(), PublicUrl = Proxy.Address, More = Known.AdminSettings,
        });
        Proxy.Node = Node.Url;
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Proxy.DisposeAsync();
    }

    internal string Url => Proxy.Address.GetLeftPart(UriPartial.Authority);

    internal static Dictionary<string, string> Environment => new() { ["ARGUS_CLIENT_SECRET"] = Known.Administrator.Secret };

    internal Task<Ended> AttackAsync(params string[] more) =>
        ArgusProcess.RunAsync(Path.GetTempPath(), Environment, "", ["attack", "--target", Url, .. more], TimeSpan.FromMinutes(5));

    /// <summary>Whether a tenant is served; null if there is none of that name.</summary>
    internal async Task<bool?> IsEnabledAsync(string tenant)
    {
        var reply = await new AdminApi(Node).GetAsync($"/tenants/{tenant}");
        return reply.Status == 200 ? reply.Json.GetProperty("enabled").GetBoolean() : null;
    }

    /// <summary>The tenants that runs have made.</summary>
    internal async Task<IReadOnlyList<(string Name, bool IsEnabled)>> TenantsAsync() =>
    [
        .. (await new AdminApi(Node).GetAsync("/tenants?limit=1000")).Json.GetProperty("items").EnumerateArray()
            .Select(tenant => (Name: tenant.GetProperty("tenant").GetString()!, tenant.GetProperty("enabled").GetBoolean()))
            .Where(tenant => tenant.Name.StartsWith("attack-", StringComparison.Ordinal)),
    ];

    internal static string[] Resources(JsonElement report, string verdict) =>
        [.. report.GetProperty("rows").EnumerateArray().Where(row => row.GetProperty("verdict").GetString() == verdict).Select(row => row.GetProperty("resource").GetString()!).Distinct()];
}
