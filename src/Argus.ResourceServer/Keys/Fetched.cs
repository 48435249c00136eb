namespace Argus.ResourceServer.Keys;

/// <summary>What came of fetching a document.</summary>
/// <param name="Outcome">Whether there is one.</param>
/// <param name="Bytes">The document, when it was sent.</param>
/// <param name="EntityTag">Its <c>ETag</c>, as it came; null for none.</param>
/// <param name="MaxAge">How long it is fresh; null if the answer does not say.</param>
/// <param name="Fault">Why there is none: a word of our own, never of the answer.</param>
internal sealed record Fetched(FetchOutcome Outcome, ReadOnlyMemory<byte> Bytes = default, string? EntityTag = null, TimeSpan? MaxAge = null, string Fault = "")
{
    public static Fetched Failed(string fault) => new(FetchOutcome.Failed, Fault: fault);
}

internal enum FetchOutcome
{
    Failed,
    Sent,

    /// <summary>304: what was fetched before still holds.</summary>
    Unchanged,
}
