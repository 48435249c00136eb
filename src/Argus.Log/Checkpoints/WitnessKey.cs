using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Argus.Log.Checkpoints.OpenSsl;

namespace Argus.Log.Checkpoints;

/// <summary>
/// A witness's key: says that, at a time, the witness saw this checkpoint and none that contradicts it (note signature type 0x04, C2SP tlog-cosignature, cosignature/v1).
/// </summary>
public sealed class WitnessKey : NoteKey
{
    internal const byte Type = 0x04;

    private const int TimeBytes = sizeof(ulong);

    /// <param name="name">The witness's own.</param>
    /// <param name="publicKey">32 bytes (RFC 8032).</param>
    public WitnessKey(string name, byte[] publicKey)
        : base(name, Type, publicKey, publicKey) =>
        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, Ed25519.PublicKeySize);

    public override bool Verify(string text, NoteSignature signature)
    {
        var bytes = signature.Signature.Span;
        return IsNamedBy(signature) && bytes.Length == TimeBytes + Ed25519.SignatureSize
            && Ed25519.Verify(Material, ToSign(text, BinaryPrimitives.ReadUInt64BigEndian(bytes)), bytes[TimeBytes..]);
    }

    public override DateTimeOffset? TimeOf(NoteSignature signature) =>
        signature.Signature.Length == TimeBytes + Ed25519.SignatureSize
        && BinaryPrimitives.ReadUInt64BigEndian(signature.Signature.Span) is var seconds && seconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    private static byte[] ToSign(string text, ulong seconds) =>
        Encoding.UTF8.GetBytes($"cosignature/v1\ntime {seconds.ToString(CultureInfo.InvariantCulture)}\n{text}");
}
