using Argus.Authority.Views;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;
using Argus.IntegrationTests.Http.Driving;
using Microsoft.Extensions.DependencyInjection;

namespace Argus.Benchmarks.Rolling;

/// <summary>A node in this process, on a clock whose days are short, with tenants whose keys roll over all the time.</summary>
internal sealed class RollingNode(Argus.Server.Hosting.Node node, string url, ScaledClock clock) : IAsyncDisposable
{
    public const string Audience = "https://api.bench.example";

    private const string Policy = """
        "key_rotation_period": 120, "key_announce": 90, "jwks_max_age": 30, "verifier_poll_interval": 30, "clock_skew": 10,
        "service_token_lifetime": 240, "user_token_lifetime": 240
        """;

    private const double Factor = 80;

    public ScaledClock Clock => clock;

    public int Rotations => node.App.Services.GetRequiredService<TenantDirectory>().Tenants
        .Where(tenant => tenant.Id.Value.StartsWith("rolling", StringComparison.Ordinal))
        .Sum(tenant => tenant.Keys.Ring.Keys.Count(key => key.DeactivatedAt is not null));

    public static async Task<RollingNode> StartAsync(Stage stage, IReadOnlyList<ProvisionedClient> clients)
    {
        var clock = new ScaledClock(Factor);
        var (url, provisioning) = (Loopback.Url(Loopback.FreePort()), stage.NewPath());
        await File.WriteAllTextAsync(provisioning, $$"""{ "tenants": [ {{string.Join(',', clients.Select(Tenant))}} ] }""", stage.Stop);
        var node = await Argus.Server.Hosting.Node.StartAsync(
            ["--urls", url, "--Argus:PublicUrl", url, "--Argus:DataDirectory", stage.NewPath(), "--Argus:Provisioning", provisioning, "--Logging:LogLevel:Default", "None"],
            TextWriter.Null,
            clock);
        return stage.Add(new RollingNode(node, url, clock));
    }

    public string Issuer(int tenant) => $"{url}/t/rolling{tenant}";

    public ValueTask DisposeAsync() => node.DisposeAsync();

    private static string Tenant(ProvisionedClient client, int number) => $$"""
        { "tenant": "rolling{{number}}", "policy": { {{Policy}} },
          "resources": [ { "resource": "{{Audience}}", "scopes": ["bench.read"] } ],
          "clients": [ { "client_id": "{{client.Id}}", "client_secret": "{{client.Secret}}", "scope": "bench.read",
                         "grant_types": ["client_credentials"], "resources": ["{{Audience}}"] } ] }
        """;
}
