namespace Argus.Benchmarks.Figures;

/// <summary>What was measured for one goal, and from how much.</summary>
internal sealed record Figure(string Key, IReadOnlyList<double> Measured, string Samples);
