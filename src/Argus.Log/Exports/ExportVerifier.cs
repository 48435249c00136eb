using Argus.Log.Checkpoints;

namespace Argus.Log.Exports;

/// <summary>
/// Verifies an export without trust in whoever made it: every hash is made anew from the entries, and compared with the tiles, the root and the signed
/// checkpoints. It reads each file once, in order, and needs the same memory for a log of any length.
/// </summary>
/// <param name="export">Whose files may be anything.</param>
/// <param name="terms">What the auditor knows.</param>
public sealed class ExportVerifier(ExportDirectory export, AuditTerms terms)
{
    /// <summary>Verifies all, up to the first divergence.</summary>
    /// <param name="progress">Is told of how many entries were verified, bundle by bundle.</param>
    /// <exception cref="ExportUnreadableException">A file cannot be read, which says nothing about it.</exception>
    /// <exception cref="PlatformNotSupportedException">The auditor's keys are Ed25519, which this platform's OpenSSL has not.</exception>
    public async Task<ExportReport> VerifyAsync(IProgress<VerifiedEntries>? progress, CancellationToken cancellation)
    {
        var divergence = ExportDocuments.Read(export, terms.Keys, out var documents);
        if (documents is null)
            return new ExportReport(null, null, null, 0, 0, divergence);
        divergence ??= CheckSignatures(documents);
        if (divergence is not null)
            return Report(documents, 0, 0, divergence);
        var walk = new EntryWalk(export, documents, terms.Since?.Checkpoint);
        divergence = await walk.RunAsync(progress, cancellation).ConfigureAwait(false);
        return Report(documents, walk.Entries, walk.Checkpoints, divergence);
    }

    private Divergence? CheckSignatures(ExportDocuments documents)
    {
        var checkpoint = documents.Checkpoint;
        if (documents.Keys.Check(documents.Note, checkpoint, ExportDirectory.CheckpointFile) is { } unsigned)
            return unsigned;
        foreach (var witness in terms.Witnesses)
        {
            var lines = documents.Note.Signatures.Where(witness.IsNamedBy).ToList();
            if (lines.Find(line => !witness.Verify(documents.Note.Text, line)) is { } bad)
                return new Divergence(Divergences.SignatureBad, checkpoint.Size, ExportDirectory.CheckpointFile, "a signature by " + witness, bad.ToString());
            if (lines.Count == 0)
                return new Divergence(Divergences.NotWitnessed, checkpoint.Size, ExportDirectory.CheckpointFile, "a signature by " + witness, "nothing");
        }

        return terms.Since is { } since ? KnownCheckpoints.CheckSince(since.Note, since.Checkpoint, documents.Keys, checkpoint) : null;
    }

    private static ExportReport Report(ExportDocuments documents, long entries, int checkpoints, Divergence? divergence) => new(
        documents.Manifest, documents.Checkpoint, documents.Keys.SignedAt(documents.Note, documents.Checkpoint.Size), entries, checkpoints, divergence);
}

/// <summary>What an auditor brings along, and does not take from the export.</summary>
public sealed record AuditTerms
{
    /// <summary>The only keys that count; none: those of the export's own <c>keys.json</c>.</summary>
    public IReadOnlyList<NoteKey> Keys { get; init; } = [];

    /// <summary>Each must have cosigned the checkpoint.</summary>
    public IReadOnlyList<WitnessKey> Witnesses { get; init; } = [];

    /// <summary>A checkpoint of before, which the export must be a continuation of.</summary>
    public KeptCheckpoint? Since { get; init; }
}

/// <summary>A checkpoint that was kept elsewhere.</summary>
public sealed record KeptCheckpoint(SignedNote Note, Checkpoint Checkpoint)
{
    /// <summary>Null if it is no signed checkpoint.</summary>
    public static KeptCheckpoint? TryParse(ReadOnlySpan<byte> bytes) =>
        SignedNote.TryParse(bytes, out var note) && Checkpoint.TryParse(note.Text, out var checkpoint) ? new KeptCheckpoint(note, checkpoint) : null;
}

/// <summary>What was found.</summary>
/// <param name="Manifest">Null where there is none to be read.</param>
/// <param name="Checkpoint">Null as well.</param>
/// <param name="SignedAt">When the log's RSA key says that it signed.</param>
/// <param name="Entries">Whose hashes were found right.</param>
/// <param name="Checkpoints">Earlier ones that were found right.</param>
/// <param name="Divergence">The first; null if there is none.</param>
public sealed record ExportReport(
    ExportManifest? Manifest, Checkpoint? Checkpoint, DateTimeOffset? SignedAt, long Entries, int Checkpoints, Divergence? Divergence);

/// <summary>How far it is.</summary>
public readonly record struct VerifiedEntries(long Entries, long Size);
