using System.Diagnostics;
using System.Globalization;
using Argus.Benchmarks.Exports;
using Argus.Benchmarks.Gating;
using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Figures;

/// <summary>How fast a process that has just started does its work on an export on one core, and what memory that takes.</summary>
internal sealed class OnOneCore(ExportWork work, Options options, TextWriter progress)
{
    private const double Mebibyte = 1 << 20;

    private int Entries => options.Entries ?? options.Effort.ExportedEntries;

    /// <summary>This program as the process that works: <c>verification DIR</c>, <c>replays DIR</c>. Prints the entries, the seconds, and the most bytes that were resident.</summary>
    public static async Task<int> RunAsync(ExportWork work, string directory)
    {
        var watch = Stopwatch.StartNew();
        var entries = await work.RunAsync(directory);
        var seconds = watch.Elapsed.TotalSeconds;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entries}\t{seconds}\t{self.PeakWorkingSet64}"));
        return 0;
    }

    public async Task<Figure> MeasureAsync(CancellationToken stop)
    {
        await using var stage = new Stage(stop);
        var directory = stage.NewPath();
        await progress.WriteLineAsync($"exporting {Entries} entries");
        work.Write(directory, Entries);

        List<double> rates = [];
        var peak = 0.0;
        while (rates.Count < options.Effort.Replays)
        {
            var (rate, resident) = await RunAsync(directory, stop);
            rates.Add(rate);
            peak = Math.Max(peak, resident);
        }

        var spread = Spread.Of(rates);
        return new Figure(work.Figure, [spread.Median], string.Create(CultureInfo.InvariantCulture,
            $"{spread.Least:N0} to {spread.Greatest:N0}; {rates.Count} processes, {Entries:N0} entries each; {peak / Mebibyte:N0} MiB resident at most"));
    }

    private async Task<(double Rate, double Resident)> RunAsync(string directory, CancellationToken stop)
    {
        // The command line tool runs without profile-guided tiering, too.
        var output = await Tool.RunAsync(
            "taskset", ["-c", "0", "env", "DOTNET_TieredPGO=0", "dotnet", "exec", typeof(OnOneCore).Assembly.Location, work.Figure, directory], AppContext.BaseDirectory,
            "apt install util-linux", stop);
        double[] numbers = [.. output.Split('\t').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        if (numbers[0] != Entries)
            throw new FailedRunException($"{numbers[0]} entries were {work.Done} of {Entries}");
        await progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{work.Done} {numbers[0] / numbers[1]:F0} entries/s, {numbers[2] / Mebibyte:F0} MiB"));
        return (numbers[0] / numbers[1], numbers[2]);
    }
}
