namespace Argus.Benchmarks.Gating;

/// <summary>The samples of a cell that the gate kept.</summary>
internal sealed record CellResult(string Name, int Wanted, int Tries, IReadOnlyList<Sample> Kept)
{
    public bool IsThin => Kept.Count < Wanted;

    public Spread Of(Func<Sample, double> figure) => Spread.Of(Kept.Select(figure));
}
