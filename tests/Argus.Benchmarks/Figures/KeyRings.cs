using System.Globalization;
using Argus.Benchmarks.Gating;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;
using Argus.Benchmarks.Rolling;

namespace Argus.Benchmarks.Figures;

/// <summary>What the key rings of many tenants cost a node that starts: time until it is ready, and memory.</summary>
internal sealed class KeyRings(Options options, TextWriter progress)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    private readonly List<double> seconds = [];
    private readonly List<double> mebibytes = [];

    public async Task<Figure> MeasureAsync(CancellationToken stop)
    {
        await using var stage = new Stage(stop);
        var site = Site.Create(stage, 1, options.Effort.ClientsPerTenant);
        var first = Node.Start(stage, options.Server, site);
        await first.ReadyAsync(stage);
        await progress.WriteLineAsync($"appending the key rings of {options.Effort.KeyRings} tenants");
        await ManyKeyRings.FillAsync(first.Postgres.ConnectionString, options.Effort.KeyRings, stop);
        await first.DisposeAsync();

        while (seconds.Count < options.Effort.Starts) await StartAsync(stage, site);
        var (time, memory) = (Spread.Of(seconds), Spread.Of(mebibytes));
        return new Figure("keyrings", [time.Median, memory.Median], string.Create(CultureInfo.InvariantCulture,
            $"{options.Effort.KeyRings:N0} rings, {seconds.Count} starts; {time.Least:F2} to {time.Greatest:F2} s / {memory.Least:F0} to {memory.Greatest:F0} MiB"));
    }

    private async Task StartAsync(Stage stage, Site site)
    {
        var node = Node.Start(stage, options.Server, site);
        seconds.Add((await node.ReadyAsync(stage)).TotalSeconds);
        var cpu = CpuUse.Read(node.Roots);
        var atOnce = node.ResidentMebibytes;
        await Task.Delay(Quiet, stage.Stop);
        mebibytes.Add(Math.Max(atOnce, node.ResidentMebibytes));
        await progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"ready after {seconds[^1]:F2} s, {cpu.Server:F2} s of CPU in the node and {cpu.Postgres:F2} s in PostgreSQL, {mebibytes[^1]:F0} MiB"));
        await node.DisposeAsync();
    }
}
