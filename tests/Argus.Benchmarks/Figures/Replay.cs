using System.Diagnostics;
using System.Globalization;
using Argus.Benchmarks.Gating;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;
using Argus.Benchmarks.Replaying;

namespace Argus.Benchmarks.Figures;

/// <summary>How fast a process that has just started folds a log, from the first row read to the last aggregate's state.</summary>
internal sealed class Replay(Options options, TextWriter progress)
{
    public const string Mode = "replay";

    /// <summary>This program as the process that folds: <c>replay CONNECTION</c>. Prints the entries and the seconds.</summary>
    public static async Task<int> FoldAsync(string connection)
    {
        var watch = Stopwatch.StartNew();
        var fold = await ReplayedLog.FoldAsync(connection, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fold.Entries}\t{watch.Elapsed.TotalSeconds}\t{fold.Tokens}"));
        return 0;
    }

    public async Task<Figure> MeasureAsync(CancellationToken stop)
    {
        await using var stage = new Stage(stop);
        var node = Node.Start(stage, options.Server, Site.Create(stage, 1, options.Effort.ClientsPerTenant));
        await node.ReadyAsync(stage);
        await progress.WriteLineAsync($"appending {options.Effort.EventsReplayed} events");
        var connection = node.Postgres.ConnectionString;
        await ReplayedLog.FillAsync(connection, ReplayedLog.Tenant, options.Effort.EventsReplayed, stop);

        List<double> rates = [];
        while (rates.Count < options.Effort.Replays) rates.Add(await RateAsync(connection, stop));
        var spread = Spread.Of(rates);
        return new Figure("replay", [spread.Median], string.Create(CultureInfo.InvariantCulture,
            $"{spread.Least:N0} to {spread.Greatest:N0}; {rates.Count} processes, {options.Effort.EventsReplayed:N0} events each"));
    }

    private async Task<double> RateAsync(string connection, CancellationToken stop)
    {
        // A process that ends after some seconds never earns back what instrumenting its code for a later tier costs: as a batch tool, it goes without.
        var output = await Tool.RunAsync("env", ["DOTNET_TieredPGO=0", "dotnet", "exec", typeof(Replay).Assembly.Location, Mode, connection], AppContext.BaseDirectory, "", stop);
        double[] numbers = [.. output.Split('\t').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        if (numbers[0] < options.Effort.EventsReplayed || numbers[2] < options.Effort.EventsReplayed)
            throw new FailedRunException($"the replay found {numbers[0]} events and {numbers[2]} tokens of {options.Effort.EventsReplayed}");
        await progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"replayed {numbers[0] / numbers[1]:F0} events/s"));
        return numbers[0] / numbers[1];
    }
}
