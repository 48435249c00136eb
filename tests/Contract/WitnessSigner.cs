using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Argus.Log.Checkpoints;
using Argus.Log.Checkpoints.OpenSsl;

namespace Argus.Contract;

/// <summary>Cosigns the checkpoints of other logs (C2SP tlog-cosignature, cosignature/v1), and does not ask whether it may.</summary>
/// <param name="name">The witness's own.</param>
/// <param name="seed">32 bytes: the private key of RFC 8032 §5.1.5.</param>
internal sealed class WitnessSigner(string name, ReadOnlyMemory<byte> seed)
{
    public WitnessKey Key { get; } = new(name, Ed25519.PublicKeyOf(seed.Span));

    /// <param name="text">The checkpoint's text, with the line feed at its end.</param>
    /// <param name="time">Whole seconds of it are signed.</param>
    public NoteSignature Cosign(string text, DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds();
        var bytes = new byte[sizeof(long) + Ed25519.SignatureSize];
        BinaryPrimitives.WriteInt64BigEndian(bytes, seconds);
        var signed = Encoding.UTF8.GetBytes($"cosignature/v1\ntime {seconds.ToString(CultureInfo.InvariantCulture)}\n{text}");
        Ed25519.Sign(seed.Span, signed).CopyTo(bytes, sizeof(long));
        return new NoteSignature(Key.Name, Key.KeyId, bytes);
    }
}
