using Argus.Log.Checkpoints;
using Argus.Log.Checkpoints.OpenSsl;

namespace Argus.Log.Exports;

/// <summary>Whose signatures under a log's checkpoints count: those of its own history of keys, or of keys that the auditor brings along.</summary>
public sealed class TrustedKeys
{
    private readonly LogKeyHistory? _history;
    private readonly IReadOnlyList<NoteKey> _pinned;

    private TrustedKeys(LogKeyHistory? history, IReadOnlyList<NoteKey> pinned) => (_history, _pinned) = (history, pinned);

    /// <summary>A checkpoint needs the line of the RSA key that signed at its size.</summary>
    public static TrustedKeys Of(LogKeyHistory history) => new(history, []);

    /// <summary>A checkpoint needs the line of one of these.</summary>
    public static TrustedKeys Pinned(IReadOnlyList<NoteKey> keys) => new(null, keys);

    /// <summary>Null if a key that counts has signed, and none that counts has a line that is not its own.</summary>
    /// <param name="file">Where the note comes from.</param>
    public Divergence? Check(SignedNote note, Checkpoint checkpoint, string file)
    {
        var isSigned = false;
        // Three lines, the first of them the key's name: the signature by RSA covers the other two only, that by Ed25519 any text.
        var isInForm = checkpoint.Text == note.Text;
        foreach (var key in _history?.KeysAt(checkpoint.Size) ?? _pinned)
        {
            // The RSA line stands under every checkpoint; where Ed25519 cannot be checked, it does without.
            if (_history is not null && key is Ed25519NoteKey && !Ed25519.IsAvailable)
                continue;
            foreach (var line in note.Signatures.Where(key.IsNamedBy))
            {
                if (!isInForm || key.Name != checkpoint.Origin || !key.Verify(note.Text, line))
                    return new Divergence(Divergences.SignatureBad, checkpoint.Size, file, "a signature by " + key, line.ToString());
                isSigned |= _history is null || key is TreeHeadKey;
            }
        }

        return isSigned ? null : new Divergence(Divergences.UnknownKey, checkpoint.Size, file, "a signature by a key of the log at that size", Signers(note));
    }

    /// <summary>When the RSA key says that it signed; null where another vouches for it.</summary>
    public DateTimeOffset? SignedAt(SignedNote note, long size) =>
        (_history?.KeysAt(size) ?? _pinned).OfType<TreeHeadKey>().SelectMany(key => note.Signatures.Where(key.IsNamedBy).Select(key.TimeOf)).FirstOrDefault();

    private static string Signers(SignedNote note) => string.Join(", ", note.Signatures.Select(line => $"{line.Name}+{line.KeyId:x8}"));
}
