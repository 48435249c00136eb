namespace Argus.Authority.Checkpoints;

/// <summary>Why a head is not signed. The names are stable: they stand in the log, in answers and in alarms.</summary>
/// <param name="Reason">One of the names.</param>
/// <param name="Detail">What was compared with what.</param>
public sealed record CheckpointRefusal(string Reason, string Detail)
{
    /// <summary>The entries, or the tiles made of them, do not lead to the head: an entry, a tile or the frontier was changed, or entries are missing.</summary>
    public const string EntriesDiffer = "entries_differ";

    /// <summary>The log is shorter than a checkpoint of it.</summary>
    public const string LogShrunk = "log_shrunk";

    /// <summary>A checkpoint's log is not the beginning of this one.</summary>
    public const string HistoryRewritten = "history_rewritten";

    /// <summary>The latest checkpoint that is kept bears no good signature of the log.</summary>
    public const string SignatureBad = "signature_bad";
}
