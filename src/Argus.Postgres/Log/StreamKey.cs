using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Argus.Domain.Kernel;

namespace Argus.Postgres.Log;

/// <summary>
/// What stands for a stream's name in the tables: 16 bytes instead of the name, which is in the entry anyway. A stream named by time (<c>token:{jti}</c>)
/// keeps the 48 bits of its UUIDv7's time, so that new streams of all tenants land at the index's right edge; any other name begins with a zero, as no
/// time of our days does, and stays out of the way. The rest is a hash of the whole name: a client whose id is some token's identifier is still not that token.
/// </summary>
internal static class StreamKey
{
    private const int TimeBytes = 6;

    public static Guid Of(string stream)
    {
        Span<byte> key = stackalloc byte[16];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(stream), hash);
        if (Jti.TryParse(stream.AsSpan(stream.LastIndexOf(':') + 1), out var id))
        {
            BinaryPrimitives.WriteUInt128BigEndian(key, id.Bits);
            hash[..(key.Length - TimeBytes)].CopyTo(key[TimeBytes..]);
        }
        else
        {
            key[0] = 0;
            hash[..(key.Length - 1)].CopyTo(key[1..]);
        }

        return new Guid(key, bigEndian: true);
    }
}
