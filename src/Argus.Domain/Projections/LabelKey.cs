using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Argus.Domain.Kernel;

namespace Argus.Domain.Projections;

/// <summary>
/// What stands for a label in the table of labels: 16 bytes. One that ends with the identifier of a user or a family begins with the 48 bits of its time, any
/// other with a zero byte; the rest is of the label's SHA-256.
/// </summary>
public static class LabelKey
{
    private const int TimeBytes = 6;

    public static Guid Of(string label)
    {
        Span<byte> key = stackalloc byte[16];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(label), hash);
        if (Jti.TryParse(label.AsSpan(label.LastIndexOf(':') + 1), out var id))
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
