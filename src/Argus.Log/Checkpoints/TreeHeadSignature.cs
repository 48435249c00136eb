using System.Buffers.Binary;

namespace Argus.Log.Checkpoints;

/// <summary>
/// What a log's RSA key signs, and how that stands in a note (RFC 6962 §3.5, C2SP static-ct-api). The key may be in custody: whoever holds it signs
/// SHA-256 of <see cref="ToSign(Checkpoint, DateTimeOffset)"/> by RSASSA-PKCS1-v1_5, and <see cref="Wrap"/> makes a note's line of that.
/// </summary>
public static class TreeHeadSignature
{
    private const byte Version1 = 0x00;
    private const byte TreeHash = 0x01;
    private const byte Sha256 = 0x04;
    private const byte Rsa = 0x01;
    private const int TimeBytes = sizeof(ulong);
    private const int HeaderBytes = TimeBytes + 2 + sizeof(ushort);

    /// <summary>The bytes that are to be hashed and signed.</summary>
    /// <param name="time">Its milliseconds since 1970 are signed; what is finer is not.</param>
    public static byte[] ToSign(Checkpoint checkpoint, DateTimeOffset time) => ToSign(checkpoint, Milliseconds(time));

    /// <param name="key">The public half of the key that signed.</param>
    /// <param name="time">The same that was signed.</param>
    /// <param name="signature">RSASSA-PKCS1-v1_5 with SHA-256.</param>
    public static NoteSignature Wrap(TreeHeadKey key, DateTimeOffset time, ReadOnlySpan<byte> signature)
    {
        var bytes = new byte[HeaderBytes + signature.Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Milliseconds(time));
        bytes[TimeBytes] = Sha256;
        bytes[TimeBytes + 1] = Rsa;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(TimeBytes + 2), checked((ushort)signature.Length));
        signature.CopyTo(bytes.AsSpan(HeaderBytes));
        return new NoteSignature(key.Name, key.KeyId, bytes);
    }

    internal static byte[] ToSign(Checkpoint checkpoint, ulong milliseconds)
    {
        var root = checkpoint.RootHash.Span;
        var bytes = new byte[2 + TimeBytes + sizeof(ulong) + root.Length];
        bytes[0] = Version1;
        bytes[1] = TreeHash;
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(2), milliseconds);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(2 + TimeBytes), (ulong)checkpoint.Size);
        root.CopyTo(bytes.AsSpan(2 + TimeBytes + sizeof(ulong)));
        return bytes;
    }

    /// <returns>False if it is not exactly of this form.</returns>
    internal static bool TryUnwrap(ReadOnlySpan<byte> bytes, out ulong milliseconds, out ReadOnlySpan<byte> signature)
    {
        milliseconds = 0;
        signature = default;
        if (bytes.Length <= HeaderBytes || bytes[TimeBytes] != Sha256 || bytes[TimeBytes + 1] != Rsa
            || BinaryPrimitives.ReadUInt16BigEndian(bytes[(TimeBytes + 2)..]) != bytes.Length - HeaderBytes)
            return false;
        milliseconds = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        signature = bytes[HeaderBytes..];
        return true;
    }

    private static ulong Milliseconds(DateTimeOffset time) => checked((ulong)time.ToUnixTimeMilliseconds());
}
