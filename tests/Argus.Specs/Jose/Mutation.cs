namespace Argus.Specs.Jose;

/// <summary>Bytes that were good once.</summary>
internal static class Mutation
{
    /// <summary>One to four of: a bit turned, a byte set, bytes dropped, doubled or swapped, or a fragment that parsers trip over put in.</summary>
    public static byte[] Mutate(this Xorshift random, ReadOnlySpan<byte> original)
    {
        var bytes = original.ToArray().ToList();
        for (var edits = 1 + random.Below(4); edits > 0; edits--)
        {
            var at = random.Below(bytes.Count + 1);
            var length = Math.Min(1 + random.Below(6), bytes.Count - at);
            switch (random.Below(6))
            {
                case 0 when length > 0: bytes[at] ^= (byte)(1 << random.Below(8)); break;
                case 1 when length > 0: bytes[at] = (byte)random.Below(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(random.Below(bytes.Count + 1), bytes.GetRange(at, length)); break;
                case 4 when length > 0: (bytes[at], bytes[^1]) = (bytes[^1], bytes[at]); break;
                default: bytes.InsertRange(at, random.Of(Fragments)); break;
            }
        }

        return [.. bytes];
    }

    private static readonly byte[][] Fragments =
    [
        [.. "\""u8], [.. "\\"u8], [.. "\\u"u8], [.. "\\ud800"u8], [.. "\\udc00"u8], [.. "{"u8], [.. "}"u8], [.. "["u8], [.. "]"u8], [.. ","u8], [.. ":"u8],
        [.. ",\"alg\":\"none\""u8], [.. ",\"\\u0061ud\":1"u8], [.. "null"u8], [.. "-1"u8], [.. "1e400"u8], [.. "."u8], [.. "="u8], [.. "\0"u8], [.. "/*"u8],
        [0xEF, 0xBB, 0xBF], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
    ];
}
