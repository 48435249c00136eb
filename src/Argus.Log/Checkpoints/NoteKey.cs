using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Argus.Log.Checkpoints.OpenSsl;

namespace Argus.Log.Checkpoints;

/// <summary>A public key that signs notes (C2SP signed-note). Its text form is <c>name+id+base64</c>: the id in hexadecimal, the base64 of the type's byte and the material.</summary>
public abstract class NoteKey
{
    private const int IdDigits = 8;

    /// <summary>An RSA key of 8,192 bits has some 1,100 bytes of SubjectPublicKeyInfo.</summary>
    private const int LongestText = 4_096;

    private readonly byte _type;
    private readonly byte[] _material;

    private protected NoteKey(string name, byte type, byte[] material, ReadOnlySpan<byte> identified)
    {
        if (!NoteSignature.IsName(name))
            throw new ArgumentException("The name of a note's key has no white space and no plus sign.", nameof(name));
        Name = name;
        KeyId = NoteSignature.IdOf(name, type, identified);
        _type = type;
        _material = material;
    }

    public string Name { get; }

    /// <summary>Says which key of that name made a signature; four bytes of a hash, so it is no proof of anything.</summary>
    public uint KeyId { get; }

    private protected ReadOnlySpan<byte> Material => _material;

    /// <summary>Strict: a key has one text, and its id must be that of its name, type and material.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NoteKey? key)
    {
        key = null;
        // The base64 may have plus signs of its own.
        if (text.Length > LongestText || text.Split('+', 3) is not [var name, { Length: IdDigits } id, var base64] || !NoteSignature.IsName(name))
            return false;
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var written) || written < 2)
            return false;
        key = Make(name, bytes[0], bytes[1..written]);
        if (key?.ToString() != text)
            key = null;
        return key is not null;
    }

    /// <summary>Whether this key made a signature over a note's text, at any time.</summary>
    /// <exception cref="PlatformNotSupportedException">It is an Ed25519 key, and <see cref="Ed25519.IsAvailable"/> is false.</exception>
    public abstract bool Verify(string text, NoteSignature signature);

    /// <summary>The time that a signature of this key says it was made at. Null for a type that has none, and for what is not of its form.</summary>
    public abstract DateTimeOffset? TimeOf(NoteSignature signature);

    /// <summary>Whether a signature says that it is by this key.</summary>
    public bool IsNamedBy(NoteSignature signature) => signature.KeyId == KeyId && signature.Name == Name;

    public sealed override string ToString() =>
        $"{Name}+{KeyId.ToString("x8", CultureInfo.InvariantCulture)}+{Convert.ToBase64String([_type, .. _material])}";

    private static NoteKey? Make(string name, byte type, byte[] material) => type switch
    {
        TreeHeadKey.Type when TreeHeadKey.IsAllowed(material) => new TreeHeadKey(name, material),
        Ed25519NoteKey.Type when material.Length == Ed25519.PublicKeySize => new Ed25519NoteKey(name, material),
        WitnessKey.Type when material.Length == Ed25519.PublicKeySize => new WitnessKey(name, material),
        _ => null,
    };
}
