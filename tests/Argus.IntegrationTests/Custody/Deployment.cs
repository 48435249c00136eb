using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.IntegrationTests.QuickStart;

namespace Argus.IntegrationTests.Custody;

/// <summary>
/// A database and a data directory, on which nodes are started one after the other, each in a process of its own: a PKCS#11 library holds its environment, its
/// login and its hanging threads for as long as its process lives. Tenants rotate their keys within seconds when they are told to.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    internal const string Acme = "/t/acme";
    internal const string Beta = "/t/beta";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Deployment(string database) => Database = database;

    /// <summary>A superuser's connection string.</summary>
    internal string Database { get; }

    internal string Directory { get; } = ScratchDirectory.Create("argus-deployment-");

    internal string KeyFile => Path.Combine(Directory, "kek");

    internal static Client Admin { get; } = new("argus-admin", "argus-admin-4Kd7mPq1Zx9Tc2Rw6Yn3Sv8Gj5Bf0Le_UoIXK");

    internal static string Provisioning => Provision(2);

    /// <summary>For so many seconds a key is on show before it signs.</summary>
    internal int Announce { get; init; } = 2;

    private Uri Url { get; } = new($"http://127.0.0.1:{Ports.Free()}");

    internal static async Task<Deployment> CreateAsync(TestPostgres postgres, int announce = 2) => new(await postgres.NewDatabaseAsync()) { Announce = announce };

    /// <summary>Starts a node and waits until it serves.</summary>
    /// <param name="environment"><c>NAME=value</c>, for what only the environment can tell.</param>
    /// <param name="more">More arguments.</param>
    internal async Task<ServedNode> StartAsync(string[] environment, params string[] more)
    {
        var server = await LaunchAsync(environment, more);
        await server.PrintsAsync("Get one and introspect it");
        return new ServedNode(server, Url);
    }

    /// <summary>Starts a node that cannot start.</summary>
    /// <returns>Its exit code and all that it printed.</returns>
    internal async Task<(int ExitCode, string Output)> FailAsync(string[] environment, params string[] more)
    {
        await using var server = await LaunchAsync(environment, more);
        return (await server.EndsAsync(Patience), server.Output);
    }

    public ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<ServerProcess> LaunchAsync(string[] environment, string[] more)
    {
        var provisioning = Path.Combine(Directory, "provisioning.json");
        await File.WriteAllTextAsync(provisioning, Provision(Announce));
        return ServerProcess.Launch(Directory, ["env", .. environment], dll: null,
        [
            "--urls", Url.ToString(), "--Argus:PublicUrl", Url.GetLeftPart(UriPartial.Authority), "--Argus:DataDirectory", Directory,
            "--ConnectionStrings:Argus", Database, "--Argus:Provisioning", provisioning, "--Argus:AdminSecret", Admin.Secret, "--Argus:AppendTimeout", "30", .. more,
        ]);
    }

    private static string Provision(int announce) => $$"""
        { "tenants": [ {{Tenant("main", announce)}}, {{Tenant("acme", announce)}}, {{Tenant("beta", announce)}} ] }
        """;

    private static string Tenant(string name, int announce) => $$"""
        { "tenant": "{{name}}",
          "policy": { "clock_skew": 0, "jwks_max_age": 1, "verifier_poll_interval": 0, "key_announce": {{announce}} },
          "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read"] } ],
          "clients": [
            { "client_id": "{{Known.Billing.Id}}", "client_secret": "{{Known.Billing.Secret}}", "scope": "orders.read",
              "grant_types": ["client_credentials"], "resources": ["{{Known.Orders}}"] },
            { "client_id": "{{Known.OrdersApi.Id}}", "client_secret": "{{Known.OrdersApi.Secret}}", "introspects": ["{{Known.Orders}}"] } ] }
        """;
}
