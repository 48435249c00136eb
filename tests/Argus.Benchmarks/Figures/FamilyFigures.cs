using System.Globalization;
using Argus.Benchmarks.Families;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;

namespace Argus.Benchmarks.Figures;

/// <summary>What refresh-token families do to honest users and to thieves, over HTTP at a node in a process of its own.</summary>
internal sealed class FamilyFigures(Options options, TextWriter progress)
{
    public async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken stop)
    {
        var figures = new List<Figure>();
        if (options.Wants("logouts"))
        {
            var (logouts, refreshes) = await AtNodeAsync(null, client => Logouts.CountAsync(client, options.Effort.Refreshes, stop), stop);
            figures.Add(new Figure("logouts", [logouts], Text($"{refreshes:N0} refreshes")));
        }

        if (options.Wants("thefts"))
        {
            var (detected, thefts) = await AtNodeAsync(Thefts.Windows, client => Thefts.CountAsync(client, options.Effort.Thefts, stop), stop);
            figures.Add(new Figure("thefts", [100.0 * detected / thefts], Text($"{detected:N0} of {thefts:N0}")));
        }

        if (options.Wants("presentations"))
        {
            var (fewest, most) = await AtNodeAsync(null, client => Presentations.CountAsync(client, options.Effort.PresentationRounds, stop), stop);
            figures.Add(new Figure("presentations", [most], Text($"{fewest} to {most} in {options.Effort.PresentationRounds:N0} rounds")));
        }

        return figures;
    }

    /// <param name="saturated">Rotations per second when nothing else limits them.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<Figure> LatencyAsync(double saturated, CancellationToken stop)
    {
        var (p50, p99) = await AtNodeAsync(null, client => PacedRefreshes.MeasureAsync(client, saturated / 2, options.Effort.PacedFor, stop), stop);
        return new Figure("refresh-latency", [p99], Text($"{options.Effort.PacedFor.TotalSeconds:N0} s at {saturated / 2:N0}/s, p50 {p50:F2} ms"));
    }

    private async Task<T> AtNodeAsync<T>((int Concurrency, int Retry)? windows, Func<TokenClient, Task<T>> measure, CancellationToken stop)
    {
        await using var stage = new Stage(stop);
        var site = Site.Create(stage, ProvisionedUser.Create() with { Windows = windows });
        await Node.Start(stage, options.Server, site).ReadyAsync(stage);
        using var client = new TokenClient(site);
        await progress.WriteLineAsync($"families at {site.Url}");
        return await measure(client);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
