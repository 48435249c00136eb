using Argus.Benchmarks.Load;
using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Gating;

/// <summary>One of the things compared: a load, and the processes that bear it.</summary>
internal sealed class Cell(string name, Func<TimeSpan, CancellationToken, Task<LoadResult>> load, IReadOnlyCollection<int> roots)
{
    /// <summary>What a server does behind its answers, such as recording in batches, belongs to them.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    public Cell(string name, LoadCall call, IReadOnlyCollection<int> roots)
        : this(name, (duration, stop) => Wrk.RunAsync(call, duration, stop), roots)
    {
    }

    public string Name => name;

    public int Tries { get; set; }

    public List<Sample> Samples { get; } = [];

    /// <summary>Runs before a sample, outside of its time: renews what the load uses up.</summary>
    public Func<Task>? Prepare { get; init; }

    /// <summary>Runs during a sample, and once in it.</summary>
    public Func<Task> Meanwhile { get; init; } = () => Task.CompletedTask;

    /// <summary>How long a sample is, where it is not as long as the others.</summary>
    public TimeSpan? Length { get; init; }

    public async Task<(LoadResult Load, CpuUse Cpu)> RunAsync(TimeSpan duration, CancellationToken stop)
    {
        var before = CpuUse.Read(roots);
        var meanwhile = Meanwhile();
        var result = await load(duration, stop);
        await meanwhile;
        await Task.Delay(Settling, stop);
        return (result, CpuUse.Read(roots) - before);
    }
}
