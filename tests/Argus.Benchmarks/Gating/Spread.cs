namespace Argus.Benchmarks.Gating;

/// <summary>A median with the least and the greatest; all NaN when there was nothing.</summary>
internal readonly record struct Spread(double Median, double Least, double Greatest)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? new Spread(double.NaN, double.NaN, double.NaN)
            : new Spread((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1]);
    }

    public static Spread operator /(Spread spread, double unit) => new(spread.Median / unit, spread.Least / unit, spread.Greatest / unit);
}
