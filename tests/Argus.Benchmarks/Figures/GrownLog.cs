using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Argus.Benchmarks.Gating;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;
using Argus.Benchmarks.Replaying;

namespace Argus.Benchmarks.Figures;

/// <summary>What a log of millions of entries costs the node that goes on with it, beside a node whose log is young.</summary>
internal sealed class GrownLog(Options options, Gate gate, TextWriter progress)
{
    private static readonly TimeSpan ForCheckpoint = TimeSpan.FromMinutes(20);

    public async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken stop)
    {
        await using var stage = new Stage(stop);
        var young = await StartAsync(stage, options.Effort.YoungEntries);
        var grown = await StartAsync(stage, options.Effort.GrownEntries);

        List<double> starts = [];
        while (starts.Count < options.Effort.Starts)
        {
            await grown.DisposeAsync();
            grown = Node.Start(stage, options.Server, grown.Site);
            starts.Add((await grown.ReadyAsync(stage)).TotalSeconds);
        }

        var start = Spread.Of(starts);
        return
        [
            new("grown-start", [start.Median], Text($"{starts.Count} starts; {start.Least:F2} to {start.Greatest:F2} s")),
            await ProofsAsync(stage, grown.Site),
            await TokensAsync(young, grown, stop),
        ];
    }

    /// <summary>A node whose first tenant has so many entries in its log, all of them under a checkpoint.</summary>
    private async Task<Node> StartAsync(Stage stage, int entries)
    {
        var node = Node.Start(stage, options.Server, Site.Create(stage, 1, options.Effort.ClientsPerTenant));
        await node.ReadyAsync(stage);
        await progress.WriteLineAsync($"appending {entries} events");
        await ReplayedLog.FillAsync(node.Postgres.ConnectionString, node.Site.FirstTenant.Id, entries, stage.Stop);
        var watch = Stopwatch.StartNew();
        if (!await Waiting.UntilAsync(async () => await node.Postgres.CheckpointSizeAsync(node.Site.FirstTenant.Id, stage.Stop) >= entries, ForCheckpoint))
            throw new FailedRunException($"no checkpoint covers {entries} entries");
        await progress.WriteLineAsync(Text($"under a checkpoint {watch.Elapsed.TotalSeconds:F1} s later"));
        return node;
    }

    /// <summary>Proofs of entries at random positions, one after another.</summary>
    private async Task<Figure> ProofsAsync(Stage stage, Site site)
    {
        var bearer = new AuthenticationHeaderValue("Bearer", await new Administrator(stage, site).TokenAsync("argus.audit"));
        List<double> milliseconds = [];
        while (milliseconds.Count < options.Effort.Proofs)
        {
            var position = RandomNumberGenerator.GetInt32(options.Effort.GrownEntries);
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{site.Url}/admin/v1/tenants/{site.FirstTenant.Id}/log/proof?position={position}");
            request.Headers.Authorization = bearer;
            var watch = Stopwatch.StartNew();
            using var answer = await stage.Http.SendAsync(request, stage.Stop);
            var body = await answer.Content.ReadAsStringAsync(stage.Stop);
            milliseconds.Add(watch.Elapsed.TotalMilliseconds);
            if (!answer.IsSuccessStatusCode || !body.Contains("\"inclusion\"", StringComparison.Ordinal))
                throw new FailedRunException($"{request.RequestUri}: {(int)answer.StatusCode} {body}");
        }

        milliseconds.Sort();
        return new("grown-proofs", [milliseconds[milliseconds.Count * 99 / 100]], Text($"{milliseconds.Count} proofs; p50 {milliseconds[milliseconds.Count / 2]:F2} ms"));
    }

    private async Task<Figure> TokensAsync(Node young, Node grown, CancellationToken stop)
    {
        Cell[] cells = [new(CellNames.TokenOfYoungLog, young.Site.TokenLoad, young.Roots), new(CellNames.TokenOfGrownLog, grown.Site.TokenLoad, grown.Roots)];
        var results = await new Interleaving(gate, options.Effort, progress).RunAsync(cells, stop);
        return new RateFigures(results).All().Single();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
