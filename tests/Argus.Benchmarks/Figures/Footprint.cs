using System.Globalization;
using Argus.Benchmarks.Gating;
using Argus.Benchmarks.Load;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;

namespace Argus.Benchmarks.Figures;

/// <summary>What one node takes by itself: time to start, memory, and room in the database.</summary>
internal sealed class Footprint(Options options, TextWriter progress)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    private readonly List<double> emptyStarts = [];
    private readonly List<double> laterStarts = [];

    public async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken stop)
    {
        await using var stage = new Stage(stop);
        Node node;
        while (true)
        {
            node = await StartAsync(stage, Site.Create(stage, 1, options.Effort.ClientsPerTenant), emptyStarts);
            if (emptyStarts.Count == options.Effort.Starts) break;
            await node.DisposeAsync();
        }

        await Task.Delay(Quiet, stop);
        var idle = node.ResidentMebibytes;
        var bytesBefore = await node.Postgres.BytesAsync(stop);
        await progress.WriteLineAsync($"issuing {options.Effort.TokensIssued} tokens");
        var issued = await Wrk.RunUntilAsync(node.Site.TokenLoad, options.Effort.TokensIssued, stop);
        var loaded = node.ResidentMebibytes;
        await Task.Delay(Quiet, stop);
        var bytes = await node.Postgres.BytesAsync(stop) - bytesBefore;

        await node.DisposeAsync();
        while (laterStarts.Count < options.Effort.Starts)
        {
            await (await StartAsync(stage, node.Site, laterStarts)).DisposeAsync();
        }

        var tokens = string.Create(CultureInfo.InvariantCulture, $"{issued:N0} tokens");
        return
        [
            new("start", [Median(laterStarts), Median(emptyStarts)], $"{emptyStarts.Count} starts each; {Range(laterStarts)} / {Range(emptyStarts)}"),
            new("memory", [idle, loaded], tokens),
            new("storage", [(double)bytes / issued], tokens),
        ];
    }

    private async Task<Node> StartAsync(Stage stage, Site site, List<double> seconds)
    {
        var node = Node.Start(stage, options.Server, site);
        seconds.Add((await node.FirstAnswerAsync(stage, site.FirstTokenRequest)).TotalSeconds);
        await progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"first token after {seconds[^1]:F2} s"));
        return node;
    }

    private static double Median(IEnumerable<double> values) => Spread.Of(values).Median;

    private static string Range(IEnumerable<double> values)
    {
        var spread = Spread.Of(values);
        return string.Create(CultureInfo.InvariantCulture, $"{spread.Least:F2} to {spread.Greatest:F2} s");
    }
}
