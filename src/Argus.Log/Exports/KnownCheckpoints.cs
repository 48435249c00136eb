using System.Globalization;
using Argus.Log.Checkpoints;

namespace Argus.Log.Exports;

/// <summary>Checkpoints of smaller sizes: those that the export has, and the one that the auditor kept. Each must be the root of the tree when it had that size.</summary>
internal sealed class KnownCheckpoints
{
    private const string SinceFile = "--since";

    private readonly ExportDirectory _export;
    private readonly TrustedKeys _keys;
    private readonly string _origin;
    private readonly Checkpoint? _since;
    private readonly List<long> _sizes;
    private int _next;

    public KnownCheckpoints(ExportDirectory export, TrustedKeys keys, string origin, Checkpoint? since)
    {
        (_export, _keys, _origin, _since, _sizes) = (export, keys, origin, since, export.CheckpointSizes());
        // One size is looked at once; that of the auditor's own comes first.
        if (since is not null && _sizes.BinarySearch(since.Size) is < 0 and var place)
            _sizes.Insert(~place, since.Size);
    }

    /// <summary>Of the export's own, how many were right.</summary>
    public int Count { get; private set; }

    /// <summary>The next size up to this one, if there is one.</summary>
    public bool TryNext(long upTo, out long size)
    {
        size = _next < _sizes.Count ? _sizes[_next] : long.MaxValue;
        if (size > upTo)
            return false;
        _next++;
        return true;
    }

    /// <summary>Null if every checkpoint of this size is signed, and has this root.</summary>
    public Divergence? Check(long size, ReadOnlySpan<byte> root)
    {
        if (_since?.Size == size && !_since.RootHash.Span.SequenceEqual(root))
            return new Divergence(Divergences.HistoryRewritten, size, SinceFile, Convert.ToBase64String(_since.RootHash.Span), Convert.ToBase64String(root));
        var name = $"{ExportDirectory.Checkpoints}/{size.ToString(CultureInfo.InvariantCulture)}";
        var file = _export.ReadDocument(name, SignedNote.MaxBytes, out var bytes);
        if (file.State == FileState.Missing)
            return null;
        if (file.State == FileState.TooLarge)
            return new Divergence(Divergences.CheckpointInconsistent, size, name, "a signed checkpoint", "a longer file");
        if (file.Fault(size) is { } fault)
            return fault;
        Count++;
        return Check(name, bytes, size, root);
    }

    /// <summary>The auditor's own, before anything else: it must be of this log, signed, and not of a longer one.</summary>
    public static Divergence? CheckSince(SignedNote note, Checkpoint since, TrustedKeys keys, Checkpoint checkpoint)
    {
        if (since.Origin != checkpoint.Origin)
            return new Divergence(Divergences.OtherOrigin, since.Size, SinceFile, since.Origin, checkpoint.Origin);
        return keys.Check(note, since, SinceFile) ?? (since.Size <= checkpoint.Size ? null : new Divergence(
            Divergences.LogShrunk, checkpoint.Size, ExportDirectory.CheckpointFile, $"at least {Text(since.Size)} entries", $"{Text(checkpoint.Size)} entries"));
    }

    private Divergence? Check(string name, ReadOnlyMemory<byte> bytes, long size, ReadOnlySpan<byte> root)
    {
        if (!SignedNote.TryParse(bytes.Span, out var note) || !Checkpoint.TryParse(note.Text, out var checkpoint))
            return new Divergence(Divergences.CheckpointInconsistent, size, name, "a signed checkpoint", "something else");
        if (checkpoint.Origin != _origin)
            return new Divergence(Divergences.OtherOrigin, size, name, _origin, checkpoint.Origin);
        if (checkpoint.Size != size)
            return new Divergence(Divergences.CheckpointInconsistent, size, name, $"{Text(size)} entries", $"{Text(checkpoint.Size)} entries");
        if (_keys.Check(note, checkpoint, name) is { } unsigned)
            return unsigned;
        return checkpoint.RootHash.Span.SequenceEqual(root) ? null : new Divergence(
            Divergences.CheckpointInconsistent, size, name, Convert.ToBase64String(checkpoint.RootHash.Span), Convert.ToBase64String(root));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
