using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Gating;

/// <summary>
/// The machine flips between a fast and a slow state every few to tens of seconds, and ratios differ between them.
/// A sample counts only between two signing rates of at least 0.9 of the run's best: selected on the reference, never on the result.
/// </summary>
internal sealed class Gate(SigningReference reference)
{
    private const double Share = 0.9;
    private const int CalibrationRuns = 10;

    public Reference Best { get; private set; }

    public bool IsOpen(Reference seen) => seen.PerSecond >= Share * Best.PerSecond;

    public bool Keeps(Sample sample) => sample.SlowerReference >= Share * Best.PerSecond;

    public async Task<Reference> ReadAsync()
    {
        var seen = await reference.MeasureAsync();
        if (seen.PerSecond > Best.PerSecond) Best = seen;
        return seen;
    }

    public async Task CalibrateAsync()
    {
        for (var run = 0; run < CalibrationRuns; run++) await ReadAsync();
    }
}
