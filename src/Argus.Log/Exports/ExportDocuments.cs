using System.Globalization;
using Argus.Log.Checkpoints;

namespace Argus.Log.Exports;

/// <summary>The documents at an export's top: what it says it is, and whose signature stands under that.</summary>
internal sealed class ExportDocuments
{
    private ExportDocuments(ExportManifest manifest, SignedNote note, Checkpoint checkpoint, LogKeyHistory? history, TrustedKeys keys) =>
        (Manifest, Note, Checkpoint, History, Keys) = (manifest, note, checkpoint, history, keys);

    public ExportManifest Manifest { get; }

    public SignedNote Note { get; }

    public Checkpoint Checkpoint { get; }

    /// <summary>Null where the auditor's own keys count.</summary>
    public LogKeyHistory? History { get; }

    public TrustedKeys Keys { get; }

    /// <summary>Reads them and compares them with one another; signatures are not looked at yet.</summary>
    public static Divergence? Read(ExportDirectory export, IReadOnlyList<NoteKey> pinned, out ExportDocuments? documents)
    {
        documents = null;
        if (Document(export, ExportDirectory.ManifestFile, ExportManifest.MaxBytes, out var bytes) is { } noManifest)
            return noManifest;
        if (!ExportManifest.TryParse(bytes, out var manifest, out var fault))
            return NotAnExport(ExportDirectory.ManifestFile, fault);
        if (Document(export, ExportDirectory.CheckpointFile, SignedNote.MaxBytes, out bytes) is { } noCheckpoint)
            return noCheckpoint;
        if (!SignedNote.TryParse(bytes.Span, out var note) || !Checkpoint.TryParse(note.Text, out var checkpoint))
            return NotAnExport(ExportDirectory.CheckpointFile, "It is no signed checkpoint.");
        LogKeyHistory? history = null;
        if (pinned.Count == 0)
        {
            if (Document(export, ExportDirectory.KeysFile, LogKeyHistory.MaxBytes, out bytes) is { } noKeys)
                return noKeys;
            if (!LogKeyHistory.TryParse(bytes, out history, out fault))
                return NotAnExport(ExportDirectory.KeysFile, fault);
        }

        documents = new ExportDocuments(manifest, note, checkpoint, history, history is null ? TrustedKeys.Pinned(pinned) : TrustedKeys.Of(history));
        return documents.Compare();
    }

    private Divergence? Compare()
    {
        if (Checkpoint.Origin != Manifest.Origin)
            return new Divergence(Divergences.OtherOrigin, Checkpoint.Size, ExportDirectory.CheckpointFile, Manifest.Origin, Checkpoint.Origin);
        if (History is not null && History.Origin != Manifest.Origin)
            return new Divergence(Divergences.OtherOrigin, null, ExportDirectory.KeysFile, Manifest.Origin, History.Origin);
        if (Checkpoint.Size != Manifest.Size)
        {
            return new Divergence(
                Divergences.CheckpointInconsistent, Checkpoint.Size, ExportDirectory.CheckpointFile,
                $"{Manifest.Size.ToString(CultureInfo.InvariantCulture)} entries", $"{Checkpoint.Size.ToString(CultureInfo.InvariantCulture)} entries");
        }

        var root = Checkpoint.RootHash.Span;
        return root.SequenceEqual(Manifest.Root.Span) ? CompareHead() : new Divergence(
            Divergences.RootDiffers, Checkpoint.Size, ExportDirectory.ManifestFile, Convert.ToBase64String(root), Convert.ToBase64String(Manifest.Root.Span));
    }

    /// <summary>The log does not end before what was signed of it, and where it ends there, it has that root. What comes behind, the export does not have.</summary>
    private Divergence? CompareHead()
    {
        var root = Checkpoint.RootHash.Span;
        if (Manifest.HeadSize > Checkpoint.Size || (Manifest.HeadSize == Checkpoint.Size && root.SequenceEqual(Manifest.HeadRoot.Span)))
            return null;
        return new Divergence(
            Divergences.HeadDiffers, Manifest.HeadSize, ExportDirectory.ManifestFile,
            $"{Checkpoint.Size.ToString(CultureInfo.InvariantCulture)} entries, {Convert.ToBase64String(root)}",
            $"{Manifest.HeadSize.ToString(CultureInfo.InvariantCulture)} entries, {Convert.ToBase64String(Manifest.HeadRoot.Span)}");
    }

    private static Divergence? Document(ExportDirectory export, string name, int most, out ReadOnlyMemory<byte> bytes) =>
        export.ReadDocument(name, most, out bytes) switch
        {
            { State: FileState.Read } => null,
            { State: FileState.Missing } => NotAnExport(name, "It is missing: the export was not finished."),
            { State: FileState.TooLarge } => NotAnExport(name, "It is too large."),
            _ => NotAnExport(name, "It is no file."),
        };

    private static Divergence NotAnExport(string file, string fault) => new(Divergences.NotAnExport, null, file, null, fault);
}
