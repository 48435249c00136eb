using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Argus.Domain.Kernel;

namespace Argus.Postgres.Log;

/// <summary>
/// What stands for a stream's name in the tables: 16 bytes instead of the name, which is in the entry anyway. A stream named by time (<c>token:{jti}</c>) keeps
/// the bits of its UUIDv7, so that new streams of all tenants land at the index's right edge; any other name is hashed, behind a zero byte that no time of our
/// days begins with, so that it stays out of the way there.
/// </summary>
internal static class StreamKey
{
    public static Guid Of(string stream)
    {
        Span<byte> key = stackalloc byte[16];
        if (Jti.TryParse(stream[(stream.LastIndexOf(':') + 1)..], out var id))
            BinaryPrimitives.WriteUInt128BigEndian(key, id.Bits);
        else
            Hash(stream, key);
        return new Guid(key, bigEndian: true);
    }

    private static void Hash(string stream, Span<byte> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(stream), hash);
        key[0] = 0;
        hash[..15].CopyTo(key[1..]);
    }
}
