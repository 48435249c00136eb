using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Argus.Domain.Kernel;

namespace Argus.Postgres.Log;

/// <summary>
/// What stands for a stream's name in the tables: 16 bytes instead of the name, which is in the entry anyway. A stream that is named by time and ends
/// (<c>token:{jti}</c>) keeps the 48 bits of its UUIDv7's time: new streams of all tenants land at the index's right edge, and a stream lies whole in the window
/// of time in which it began, until that window is archived and dropped. Any other name begins with a zero, as no time of our days does, and is kept
/// for ever. The rest is a hash of the whole name: a client whose id is some token's identifier is still not that token.
/// </summary>
internal static class StreamKey
{
    private const int TimeBytes = 6;

    /// <summary>
    /// The kinds of streams that end. A kind that is not here may be named by time all the same (<c>revocation:</c>, <c>peer-key:</c>, or a client whose
    /// id looks like a time): what it says counts for ever. To add a kind is to move its streams: that takes a migration.
    /// </summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ThatEnd =
        FrozenSet.Create("audit", "family", "handoff", "logout", "pushed", "refusal", "session", "sign_in", "token", "verification")
            .GetAlternateLookup<ReadOnlySpan<char>>();

    public static Guid Of(string stream)
    {
        var kind = stream.AsSpan(0, Math.Max(0, stream.IndexOf(':')));
        return ThatEnd.Contains(kind) && Jti.TryParse(stream.AsSpan(kind.Length + 1), out var id) ? OfTime(stream, id) : Lasting(stream);
    }

    /// <summary>The first key of a moment: every stream that began then, or later, has this key or a larger one.</summary>
    public static Guid At(DateTimeOffset time)
    {
        Span<byte> key = stackalloc byte[16];
        key.Clear();
        BinaryPrimitives.WriteInt64BigEndian(key, time.ToUnixTimeMilliseconds() << 16);
        return new Guid(key, bigEndian: true);
    }

    /// <summary>The moment, to the millisecond, that a key which is not lasting begins with; the last of all for one that no calendar has.</summary>
    public static DateTimeOffset TimeOf(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
        return milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    private static Guid OfTime(string name, Jti id)
    {
        Span<byte> key = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(key, id.Bits);
        Hash(name, key[TimeBytes..]);
        return new Guid(key, bigEndian: true);
    }

    private static Guid Lasting(string name)
    {
        Span<byte> key = stackalloc byte[16];
        key[0] = 0;
        Hash(name, key[1..]);
        return new Guid(key, bigEndian: true);
    }

    private static void Hash(string name, Span<byte> destination)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(name), hash);
        hash[..destination.Length].CopyTo(destination);
    }
}
