using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Gating;

/// <summary>
/// The machine flips between a fast and a slow state every few to tens of seconds, and ratios differ between them.
/// A sample counts only between two signing rates of at least 0.9 of the run's best: selected on the reference, never on the result.
/// </summary>
internal sealed class Gate(SigningReference reference)
{
    private const double Share = 0.9;
    private const int LeastCalibration = 10;
    private const int LongestCalibration = 60;

    /// <summary>Two free cores sign twice as much as one.</summary>
    private const double FastOverSingle = 1.7;

    private double single;

    public Reference Best { get; private set; }

    /// <summary>False when the run never saw the machine's fast state: its figures are those of a busy or a slowed machine.</summary>
    public bool SawFastState => Best.PerSecond >= FastOverSingle * single;

    public bool IsOpen(Reference seen) => seen.PerSecond >= Share * Best.PerSecond;

    public bool Keeps(Sample sample) => sample.SlowerReference >= Share * Best.PerSecond;

    public async Task<Reference> ReadAsync()
    {
        var seen = await reference.MeasureAsync();
        if (seen.PerSecond > Best.PerSecond) Best = seen;
        return seen;
    }

    /// <summary>Looks for the fast state for a while.</summary>
    public async Task CalibrateAsync()
    {
        for (var run = 0; run < LeastCalibration || (run < LongestCalibration && !SawFastState); run++)
        {
            single = Math.Max(single, (await reference.MeasureAsync(threads: 1)).PerSecond);
            await ReadAsync();
        }
    }
}
