using System.Globalization;
using Argus.Benchmarks.Gating;

namespace Argus.Benchmarks.Figures;

/// <summary>The tables, in Markdown as docs/performance.md takes them.</summary>
internal sealed class Report(TextWriter output)
{
    private const double MicrosecondsPerSecond = 1e6;

    public void Goals(IReadOnlySet<string> wanted, IReadOnlyList<Figure> figures)
    {
        output.WriteLine("| figure | must | aim | measured | spread, samples |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (var goal in Goal.All.Where(goal => wanted.Contains(goal.Key)))
        {
            var figure = figures.SingleOrDefault(figure => figure.Key == goal.Key);
            output.WriteLine($"| {goal.Title} | {Numbers(goal, goal.Must)} | {Numbers(goal, goal.Aim)} | {Measured(goal, figure)} | {figure?.Samples} |");
        }

        output.WriteLine();
    }

    public void Cpu(IEnumerable<CellResult> cells)
    {
        output.WriteLine("| cell | answers/s | CPU µs an answer: server | PostgreSQL | load generator | samples |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var cell in cells)
        {
            string Median(Func<Sample, double> figure) => Number(cell.Of(figure).Median);
            string Microseconds(Func<Sample, double> seconds) => Median(sample => seconds(sample) / sample.Load.Requests * MicrosecondsPerSecond);
            output.WriteLine($"| {cell.Name} | {Median(sample => sample.Load.PerSecond)} | {Microseconds(sample => sample.Cpu.Server)} "
                + $"| {Microseconds(sample => sample.Cpu.Postgres)} | {Microseconds(sample => sample.Cpu.Load)} "
                + $"| {(cell.IsThin ? "⚠ " : "")}{cell.Kept.Count} kept of {cell.Tries} |");
        }

        output.WriteLine();
    }

    private static string Measured(Goal goal, Figure? figure)
    {
        if (figure is null || figure.Measured.Any(double.IsNaN)) return "not measured";
        var numbers = Numbers(goal, figure.Measured);
        return goal.IsReached(figure.Measured) ? numbers : $"{numbers} (misses the must)";
    }

    private static string Numbers(Goal goal, IEnumerable<double> values) => string.Join(" / ", values.Select(value => Number(value) + goal.Unit));

    private static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString(value >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);
}
