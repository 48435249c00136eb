using System.Text;
using Argus.Log.Checkpoints.OpenSsl;

namespace Argus.Log.Checkpoints;

/// <summary>An Ed25519 key of a log: signs the note's text as it is (note signature type 0x01).</summary>
public sealed class Ed25519NoteKey : NoteKey
{
    internal const byte Type = 0x01;

    /// <param name="name">The log's origin.</param>
    /// <param name="publicKey">32 bytes (RFC 8032).</param>
    public Ed25519NoteKey(string name, byte[] publicKey)
        : base(name, Type, publicKey, publicKey) =>
        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, Ed25519.PublicKeySize);

    /// <summary>32 bytes.</summary>
    public byte[] PublicKey => Material.ToArray();

    public override bool Verify(string text, NoteSignature signature) =>
        IsNamedBy(signature) && Ed25519.Verify(Material, Encoding.UTF8.GetBytes(text), signature.Signature.Span);

    /// <summary>Always null.</summary>
    public override DateTimeOffset? TimeOf(NoteSignature signature) => null;
}

/// <summary>Signs a log's notes with Ed25519.</summary>
/// <param name="name">The log's origin.</param>
/// <param name="seed">32 bytes: the private key of RFC 8032 §5.1.5.</param>
/// <exception cref="PlatformNotSupportedException"><see cref="Ed25519.IsAvailable"/> is false.</exception>
public sealed class Ed25519NoteSigner(string name, ReadOnlyMemory<byte> seed)
{
    public Ed25519NoteKey Key { get; } = new(name, Ed25519.PublicKeyOf(seed.Span));

    /// <param name="text">The note's text, with the line feed at its end.</param>
    public NoteSignature Sign(string text) => new(Key.Name, Key.KeyId, Ed25519.Sign(seed.Span, Encoding.UTF8.GetBytes(text)));
}
