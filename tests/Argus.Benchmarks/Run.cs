using System.Runtime.InteropServices;
using Argus.Benchmarks.Exports;
using Argus.Benchmarks.Figures;
using Argus.Benchmarks.Gating;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Compared;

namespace Argus.Benchmarks;

/// <summary>One run from the command line to the tables.</summary>
internal static class Run
{
    /// <summary>0 when everything ran and every answer was right, whatever the figures; 1 when not; 2 for wrong usage.</summary>
    public static async Task<int> MainAsync(string[] arguments)
    {
        if (Options.Parse(arguments) is not { } options)
        {
            await Console.Error.WriteLineAsync(Options.Usage);
            return 2;
        }

        using var stopping = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await MeasureAsync(options, stopping.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("stopped");
            return 1;
        }
        catch (FailedRunException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    private static async Task MeasureAsync(Options options, CancellationToken stop)
    {
        if (!File.Exists(options.Server))
            throw new FailedRunException($"there is no {options.Server}: run the benchmark as a Release build (-c Release)");
        var progress = Console.Error;
        var peer = options.Wants("peer", "refresh") ? await OidcProvider.PrepareAsync(stop) : null;
        using var reference = new SigningReference();
        var gate = new Gate(reference);
        await gate.CalibrateAsync();

        List<Figure> figures = [];
        if (options.Wants("start", "memory", "storage")) figures.AddRange(await new Footprint(options, progress).MeasureAsync(stop));
        if (options.Wants("replay")) figures.Add(await new Replay(options, progress).MeasureAsync(stop));

        if (options.Wants("replays")) figures.Add(await new OnOneCore(ExportWork.Replay, options, progress).MeasureAsync(stop));
        if (options.Wants("verification")) figures.Add(await new OnOneCore(ExportWork.Verification, options, progress).MeasureAsync(stop));
        if (options.Wants("grown-start", "grown-tokens", "grown-proofs")) figures.AddRange(await new GrownLog(options, gate, progress).MeasureAsync(stop));

        if (options.Wants("drops")) figures.Add(await new WindowDrops(options, progress).MeasureAsync(stop));

        if (options.Wants("rollover")) figures.Add(await new Rollovers(options, progress).MeasureAsync(stop));
        if (options.Wants("keyrings")) figures.Add(await new KeyRings(options, progress).MeasureAsync(stop));

        if (options.Wants("revoke-to-deny")) figures.Add(await new RevokeToDeny(options, progress).MeasureAsync(stop));
        if (options.Wants("logouts", "thefts", "presentations")) figures.AddRange(await new FamilyFigures(options, progress).MeasureAsync(stop));

        IReadOnlyDictionary<string, CellResult> cells;
        await using (var stage = new Stage(stop))
        {
            var compared = await new Comparison(stage, options).StartAsync();
            cells = await new Interleaving(gate, options.Effort, progress).RunAsync(compared, stop);
        }

        figures.AddRange(new RateFigures(cells).All());
        if (options.Wants("refresh-latency") && cells[CellNames.Refresh].Of(sample => sample.Load.PerSecond).Median is > 0 and var saturated)
            figures.Add(await new FamilyFigures(options, progress).LatencyAsync(saturated, stop));
        Print(options, new Report(Console.Out), figures, cells, Setting.Describe(gate, peer));
    }

    private static void Print(Options options, Report report, IReadOnlyList<Figure> figures, IReadOnlyDictionary<string, CellResult> cells, string setting)
    {
        Console.WriteLine(setting + (options.IsQuick ? $" A smoke run, not to be quoted: few samples, {options.Effort.Tenants} tenants." : ""));
        Console.WriteLine();
        report.Goals(options.Only, figures);
        if (cells.Count > 0) report.Cpu(cells.Values);
    }
}
