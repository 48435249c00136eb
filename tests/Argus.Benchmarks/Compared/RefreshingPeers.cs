using Argus.Benchmarks.Figures;
using Argus.Benchmarks.Load;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OwnPostgres = Argus.Postgres.Embedded.PrivatePostgres;

namespace Argus.Benchmarks.Compared;

/// <summary>oidc-provider that rotates refresh tokens, with its rows in memory or in a PostgreSQL of its own (fsync on, as a node's).</summary>
/// <param name="stores">How many refresh tokens it begins with.</param>
internal sealed class RefreshingPeers(Stage stage, int stores, int connections)
{
    public Task<(string Name, IReadOnlyCollection<int> Roots, LoadCall Call)> InMemoryAsync() =>
        StartAsync(CellNames.RefreshInMemory, 1, [], ("PEER_STORE", "memory"));

    public async Task<(string Name, IReadOnlyCollection<int> Roots, LoadCall Call)> OnPostgresAsync(int processes)
    {
        var server = stage.Add(await OwnPostgres.StartAsync(stage.NewPath(), NullLogger.Instance, stage.Stop));
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        return await StartAsync(processes == 1 ? CellNames.RefreshOneProcess : CellNames.RefreshTwoProcesses, processes, [server.ProcessId],
            ("PEER_STORE", "postgres"), ("PGHOST", connection.Host!), ("PGPORT", $"{connection.Port}"), ("PGUSER", connection.Username!), ("PGDATABASE", connection.Database!));
    }

    private async Task<(string Name, IReadOnlyCollection<int> Roots, LoadCall Call)> StartAsync(
        string name, int processes, IReadOnlyCollection<int> others, params (string Name, string Value)[] store)
    {
        var client = ProvisionedClient.Create("bench");
        var (port, tokens) = (Loopback.FreePort(), stage.NewPath());
        var process = stage.Add(ChildProcess.Start("node", ["refresh-server.js", $"{port}", $"{stores}", tokens, $"{processes}"], Checkout.OidcProvider,
            [("NODE_ENV", "production"), ("PEER_CLIENT_ID", client.Id), ("PEER_CLIENT_SECRET", client.Secret), .. store]));
        var peer = new Peer(process, Loopback.Url(port));
        await peer.ReadyAsync(stage, () => new HttpRequestMessage(HttpMethod.Get, peer.Url + "/.well-known/openid-configuration"));
        return (name, [process.Pid, .. others], new LoadCall(peer.Url, connections) { Tokens = RotatingTokens.Of(tokens, "/token", client) });
    }
}
