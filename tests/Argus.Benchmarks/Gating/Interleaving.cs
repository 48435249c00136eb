namespace Argus.Benchmarks.Gating;

/// <summary>Takes samples of all cells round robin, until each has enough that the gate keeps or its tries are used up.</summary>
internal sealed class Interleaving(Gate gate, Effort effort, TextWriter progress)
{
    private static readonly TimeSpan WhileSlow = TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyDictionary<string, CellResult>> RunAsync(IReadOnlyList<Cell> cells, CancellationToken stop)
    {
        foreach (var cell in cells)
        {
            await progress.WriteLineAsync($"warming up: {cell.Name}");
            if (cell.Prepare is { } prepare) await prepare();
            await cell.RunAsync(effort.WarmUp, stop);
        }

        while (cells.Where(IsLacking).ToArray() is { Length: > 0 } lacking)
        {
            foreach (var cell in lacking) await TryAsync(cell, stop);
        }

        return cells.ToDictionary(cell => cell.Name, cell => new CellResult(cell.Name, effort.Kept, cell.Tries, [.. cell.Samples.Where(gate.Keeps)]));
    }

    private bool IsLacking(Cell cell) => cell.Tries < effort.Tries && cell.Samples.Count(gate.Keeps) < effort.Kept;

    private async Task TryAsync(Cell cell, CancellationToken stop)
    {
        cell.Tries++;
        if (cell.Prepare is { } prepare) await prepare();
        var before = await gate.ReadAsync();
        if (!gate.IsOpen(before))
        {
            await progress.WriteLineAsync($"{cell.Name}: the machine is slow ({before.PerSecond:F0} of {gate.Best.PerSecond:F0} signatures/s)");
            await Task.Delay(WhileSlow, stop);
            return;
        }

        var (load, cpu) = await cell.RunAsync(cell.Length ?? effort.SampleLength, stop);
        var sample = new Sample(before, await gate.ReadAsync(), load, cpu);
        cell.Samples.Add(sample);
        await progress.WriteLineAsync(
            $"{cell.Name}: {load.PerSecond:F0}/s, signing {before.PerSecond:F0} and {sample.After.PerSecond:F0}/s{(gate.Keeps(sample) ? "" : ", not kept")}");
    }
}
