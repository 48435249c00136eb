using System.Globalization;
using Argus.Benchmarks.Gating;

namespace Argus.Benchmarks.Figures;

/// <summary>The figures that follow from the kept samples of the cells.</summary>
internal sealed class RateFigures(IReadOnlyDictionary<string, CellResult> cells)
{
    private static readonly Func<Sample, double> Rate = sample => sample.Load.PerSecond;

    public IReadOnlyList<Figure> All() =>
    [
        .. Of("tokens", CellNames.Token, sample => sample.PerSignature),
        .. Of("tenants", CellNames.TokenOverTenants, sample => sample.PerSignature),
        .. Of("cpu", CellNames.Token, sample => sample.CpuPerSignature),
        .. Ratio("peer", CellNames.Token, Better(CellNames.OneProcess, CellNames.TwoProcesses)),
        .. Of("refreshes", CellNames.Refresh, sample => sample.PerSignature),
        .. Refresh(),
        .. Ratio("introspection", CellNames.Introspection, CellNames.Hello),
        .. Ratio("jwks", CellNames.Jwks, CellNames.JwksSized),
        .. Ratio("pkcs11", CellNames.HsmToken, CellNames.HsmSigning),
        .. Latency(),
        .. Ratio("rotation", CellNames.TokenRotating, CellNames.TokenAtRest),
        .. Ratio("checkpoints", CellNames.TokenSigned, CellNames.TokenUnsigned),
        .. Ratio("grown-tokens", CellNames.TokenOfGrownLog, CellNames.TokenOfYoungLog),
        .. Validations(),
    ];

    /// <summary>The peer at its best: in one process or in two.</summary>
    private string Better(string one, string two) =>
        cells.TryGetValue(two, out var ofTwo) && cells.TryGetValue(one, out var ofOne) && ofTwo.Of(Rate).Median > ofOne.Of(Rate).Median ? two : one;

    private IEnumerable<Figure> Refresh()
    {
        Figure[] both =
        [
            .. Ratio("refresh", CellNames.Refresh, CellNames.RefreshInMemory),
            .. Ratio("refresh", CellNames.Refresh, Better(CellNames.RefreshOneProcess, CellNames.RefreshTwoProcesses)),
        ];
        if (both is [var inMemory, var onPostgres])
            yield return new Figure("refresh", [.. inMemory.Measured, .. onPostgres.Measured], $"{inMemory.Samples} / {onPostgres.Samples}");
    }

    private IEnumerable<Figure> Validations()
    {
        string[] names = [CellNames.DistinctTokens, CellNames.RepeatedToken];
        if (!names.Append(CellNames.RawVerification).All(cells.ContainsKey)) yield break;
        var rates = names.Select(name => cells[name].Of(Rate).Median);
        Figure[] ratios = [.. names.SelectMany(name => Ratio("validations", name, CellNames.RawVerification))];
        yield return new Figure("validations", [.. rates, .. ratios.SelectMany(ratio => ratio.Measured)], string.Join(" / ", ratios.Select(ratio => ratio.Samples)));
    }

    private IEnumerable<Figure> Of(string key, string name, Func<Sample, double> figure)
    {
        if (!cells.TryGetValue(name, out var cell)) yield break;
        var spread = cell.Of(figure);
        yield return new Figure(key, [spread.Median], $"{Range(spread)}; {Samples(cell)}");
    }

    private IEnumerable<Figure> Ratio(string key, string name, string unit)
    {
        if (!cells.TryGetValue(name, out var cell) || !cells.TryGetValue(unit, out var measure)) yield break;
        var spread = cell.Of(Rate) / measure.Of(Rate).Median;
        yield return new Figure(key, [spread.Median], $"{Range(spread)}; {Samples(cell)} ÷ {Samples(measure)} of {unit}");
    }

    private IEnumerable<Figure> Latency()
    {
        if (!cells.TryGetValue(CellNames.TokenAlone, out var alone) || !cells.TryGetValue(CellNames.Token, out var many)) yield break;
        var (p50, p99) = (alone.Of(sample => sample.Load.P50Milliseconds), many.Of(sample => sample.Load.P99Milliseconds));
        yield return new Figure("latency", [p50.Median, p99.Median], $"{Range(p50)} / {Range(p99)} ms; {Samples(alone)} / {Samples(many)}");
    }

    private static string Range(Spread spread) =>
        double.IsNaN(spread.Median) ? "nothing" : string.Create(CultureInfo.InvariantCulture, $"{spread.Least:F2} to {spread.Greatest:F2}");

    private static string Samples(CellResult cell) =>
        cell.IsThin ? $"⚠ only {cell.Kept.Count} of {cell.Wanted} samples kept in {cell.Tries} tries" : $"{cell.Kept.Count} kept of {cell.Tries}";
}
