using Argus.Benchmarks.Gating;
using Argus.Benchmarks.Hsm;
using Argus.Benchmarks.Load;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;
using Argus.Benchmarks.Compared;
using Argus.Benchmarks.Families;
using Argus.Benchmarks.ResourceServers;

namespace Argus.Benchmarks.Figures;

/// <summary>Starts what the wanted figures compare, as cells to be sampled.</summary>
internal sealed class Comparison(Stage stage, Options options)
{
    private const int Connections = 64;
    private const int HelloBytes = 13;

    /// <summary>One rotation falls into each sample: 1.5 million times as often as every 90 days.</summary>
    private static readonly TimeSpan BetweenRotations = TimeSpan.FromSeconds(5);

    private readonly List<Cell> cells = [];

    public async Task<IReadOnlyList<Cell>> StartAsync()
    {
        if (options.Wants("tokens", "cpu", "peer", "latency", "introspection", "jwks")) await AddNodeAsync();
        if (options.Wants("tenants")) await AddTenantsAsync();
        if (options.Wants("rotation")) await AddRotationAsync();
        if (options.Wants("checkpoints")) await AddCheckpointsAsync();
        if (options.Wants("pkcs11")) await AddHsmAsync();
        if (options.Wants("introspection"))
            Add(CellNames.Hello, await BareKestrel.StartAsync(stage, HelloBytes), HelloBytes);
        if (options.Wants("peer"))
        {
            await AddOidcProviderAsync(CellNames.OneProcess, 1);
            await AddOidcProviderAsync(CellNames.TwoProcesses, 2);
        }

        if (options.Wants("refresh", "refreshes", "refresh-latency")) await AddRefreshAsync();
        if (options.Wants("refresh")) await AddRefreshPeersAsync();
        if (options.Wants("validations")) cells.AddRange(await Validations.CellsAsync(stage));
        return cells;
    }

    private async Task AddNodeAsync()
    {
        var site = Site.Create(stage, 1, options.Effort.ClientsPerTenant);
        var node = Node.Start(stage, options.Server, site);
        await node.ReadyAsync(stage);

        if (options.Wants("tokens", "cpu", "peer", "latency")) cells.Add(new Cell(CellNames.Token, site.TokenLoad, node.Roots));
        if (options.Wants("latency")) cells.Add(new Cell(CellNames.TokenAlone, site.TokenLoad with { Connections = 1 }, node.Roots));
        if (options.Wants("introspection"))
        {
            var load = new IntrospectionLoad(stage, site, options.Effort.TokensIntrospected);
            cells.Add(new Cell(CellNames.Introspection, load.Call, node.Roots) { Prepare = load.PrepareAsync });
        }

        if (!options.Wants("jwks")) return;
        var url = site.Url + site.FirstTenant.Path + "/.well-known/jwks.json";
        var bytes = (await stage.Http.GetByteArrayAsync(url, stage.Stop)).Length;
        cells.Add(new Cell(CellNames.Jwks, new LoadCall(url, Connections) { LeastBody = bytes }, node.Roots));
        Add(CellNames.JwksSized, await BareKestrel.StartAsync(stage, bytes), bytes);
    }

    private async Task AddTenantsAsync()
    {
        var site = Site.Create(stage, options.Effort.Tenants, options.Effort.ClientsPerTenant);
        var node = Node.Start(stage, options.Server, site);
        await node.ReadyAsync(stage);
        cells.Add(new Cell(CellNames.TokenOverTenants, site.TokenLoad, node.Roots));
    }

    /// <summary>One node for both, so that nothing but the rotations is different.</summary>
    private async Task AddRotationAsync()
    {
        var site = Site.Create(stage, 1, options.Effort.ClientsPerTenant);
        var node = Node.Start(stage, options.Server, site);
        await node.ReadyAsync(stage);
        cells.Add(new Cell(CellNames.TokenAtRest, site.TokenLoad, node.Roots) { Length = BetweenRotations });
        cells.Add(new Cell(CellNames.TokenRotating, site.TokenLoad, node.Roots)
        {
            Length = BetweenRotations,
            Meanwhile = new KeyRotation(stage, site).RotateOnceAsync,
        });
    }

    /// <summary>A node for each: what a log has no checkpoint over is signed for as soon as they are on.</summary>
    private async Task AddCheckpointsAsync()
    {
        foreach (var (name, more) in new[] { (CellNames.TokenUnsigned, new[] { ("Argus__Checkpoints__Period", "0") }), (CellNames.TokenSigned, []) })
        {
            var site = Site.Create(stage, 1, options.Effort.ClientsPerTenant);
            var node = Node.Start(stage, options.Server, site, more);
            await node.ReadyAsync(stage);
            cells.Add(new Cell(name, site.TokenLoad, node.Roots));
        }
    }

    private async Task AddHsmAsync()
    {
        var hsm = await SoftHsm.CreateAsync(stage);
        var site = Site.Create(stage, 1, options.Effort.ClientsPerTenant);
        var node = Node.Start(stage, options.Server, site, hsm.ForNode);
        await node.ReadyAsync(stage);
        cells.Add(new Cell(CellNames.HsmToken, site.TokenLoad, node.Roots));
        cells.Add(new Cell(CellNames.HsmSigning, (duration, stop) => HsmSigning.RunAsync(hsm, HsmSigning.Provider, duration, stop), []));
        if (HsmSigning.HasEngine)
            cells.Add(new Cell(CellNames.EngineSigning, (duration, stop) => HsmSigning.RunAsync(hsm, HsmSigning.Engine, duration, stop), []));
    }

    private async Task AddOidcProviderAsync(string name, int processes)
    {
        var (peer, call) = await OidcProvider.StartAsync(stage, processes);
        cells.Add(new Cell(name, call, [peer.Process.Pid]));
    }

    /// <summary>A family for each store, opened on the real pages.</summary>
    private async Task AddRefreshAsync()
    {
        var site = Site.Create(stage, ProvisionedUser.Create());
        var node = Node.Start(stage, options.Server, site);
        await node.ReadyAsync(stage);
        var client = new TokenClient(site);
        var tokens = stage.NewPath();
        var families = await client.OpenFamiliesAsync(options.Effort.TokenStores(Connections), stage.Stop);
        await File.WriteAllLinesAsync(tokens, families.Select(family => family.RefreshToken), stage.Stop);
        var call = new LoadCall(site.Url, Connections) { Tokens = RotatingTokens.Of(tokens, site.FirstTenant.Path + "/oauth/token", site.FirstTenant.User!.Client) };
        cells.Add(new Cell(CellNames.Refresh, call, node.Roots));
    }

    private async Task AddRefreshPeersAsync()
    {
        var peers = new RefreshingPeers(stage, options.Effort.TokenStores(Connections), Connections);
        foreach (var (name, peer, call) in new[] { await peers.InMemoryAsync(), await peers.OnPostgresAsync(1), await peers.OnPostgresAsync(2) })
            cells.Add(new Cell(name, call, peer));
    }

    private void Add(string name, Peer peer, int bytes) =>
        cells.Add(new Cell(name, new LoadCall(peer.Url, Connections) { LeastBody = bytes }, [peer.Process.Pid]));
}
