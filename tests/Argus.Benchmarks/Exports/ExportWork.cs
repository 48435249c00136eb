namespace Argus.Benchmarks.Exports;

/// <summary>Something that an auditor's tool does to a whole export.</summary>
/// <param name="Figure">The key of its figure, and what this program is called with to do it.</param>
/// <param name="Done">What was done to the entries.</param>
/// <param name="Write">Makes an export of so many entries in a directory.</param>
/// <param name="RunAsync">Does it, and returns the entries that it was done to.</param>
internal sealed record ExportWork(string Figure, string Done, Action<string, int> Write, Func<string, Task<long>> RunAsync)
{
    public static ExportWork Verification { get; } = new("verification", "verified", MadeExport.Write, MadeExport.VerifyAsync);

    /// <summary>As <c>argus audit replay</c>: every entry decoded, every state folded, every rule asked.</summary>
    public static ExportWork Replay { get; } = new("replays", "replayed", FoldedExport.Write, FoldedExport.ReplayAsync);
}
