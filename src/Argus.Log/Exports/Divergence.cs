namespace Argus.Log.Exports;

/// <summary>Where an export is not what it says, and the evidence.</summary>
/// <param name="Name">One of <see cref="Divergences"/>.</param>
/// <param name="Position">The first entry that it is about; of a checkpoint, its size. Null where it is about a document.</param>
/// <param name="File">Within the export; <c>--since</c> for the checkpoint that the auditor kept.</param>
/// <param name="Expected">What should be there: hashes as base64.</param>
/// <param name="Found">What is there.</param>
public sealed record Divergence(string Name, long? Position, string? File, string? Expected, string? Found);

/// <summary>The stable names of what can be wrong with an export. The page of the log's format says what each means.</summary>
public static class Divergences
{
    public const string NotAnExport = "not_an_export";
    public const string Truncated = "truncated";
    public const string OtherOrigin = "other_origin";
    public const string OtherTenant = "other_tenant";
    public const string NotAnEntry = "not_an_entry";
    public const string EntryChanged = "entry_changed";
    public const string EntryMissing = "entry_missing";
    public const string EntryInserted = "entry_inserted";
    public const string EntriesReordered = "entries_reordered";
    public const string TimeRunsBack = "time_runs_back";
    public const string TileDiffers = "tile_differs";
    public const string RootDiffers = "root_differs";
    public const string HeadDiffers = "head_differs";
    public const string KeysDiffer = "keys_differ";
    public const string UnknownKey = "unknown_key";
    public const string SignatureBad = "signature_bad";
    public const string NotWitnessed = "not_witnessed";
    public const string CheckpointInconsistent = "checkpoint_inconsistent";
    public const string HistoryRewritten = "history_rewritten";
    public const string LogShrunk = "log_shrunk";
    public const string ProofWrong = "proof_wrong";
    public const string OtherToken = "other_token";
}
