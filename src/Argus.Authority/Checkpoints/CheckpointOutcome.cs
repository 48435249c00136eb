using Argus.Log.Checkpoints;

namespace Argus.Authority.Checkpoints;

/// <summary>What came of the wish for a checkpoint.</summary>
public abstract record CheckpointOutcome
{
    private CheckpointOutcome()
    {
    }

    /// <summary>There is nothing to sign, or not yet: the latest checkpoint stays the latest. Another node may just have signed it.</summary>
    /// <param name="Latest">Null if the log has no entry.</param>
    public sealed record Unchanged(KnownCheckpoint? Latest) : CheckpointOutcome;

    /// <summary>This node has signed, and keeps, a new one.</summary>
    public sealed record Fresh(KnownCheckpoint Latest) : CheckpointOutcome;

    /// <summary>The log has no key to sign with now.</summary>
    public sealed record Waiting(string Why) : CheckpointOutcome;

    /// <summary>The head does not follow from what was signed before. It is not signed, by whatever key.</summary>
    /// <param name="Reason">A stable name: docs/audit-log-format.md, "Checkpoints".</param>
    /// <param name="Detail">What was compared with what.</param>
    /// <param name="Size">Of the head.</param>
    /// <param name="Since">The size of the last checkpoint; null before the first.</param>
    public sealed record Refused(string Reason, string Detail, long Size, long? Since) : CheckpointOutcome;
}

/// <summary>A checkpoint that is kept, and what it says.</summary>
public sealed record KnownCheckpoint(StoredCheckpoint Stored, SignedNote Note, Checkpoint Checkpoint)
{
    /// <returns>Null if the bytes are no note of a checkpoint of that size.</returns>
    public static KnownCheckpoint? Of(StoredCheckpoint stored) =>
        SignedNote.TryParse(stored.Note.Span, out var note) && Argus.Log.Checkpoints.Checkpoint.TryParse(note.Text, out var checkpoint) && checkpoint.Size == stored.Size
            ? new KnownCheckpoint(stored, note, checkpoint)
            : null;
}
