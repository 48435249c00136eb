namespace Argus.Specs.Jose;

/// <summary>Marsaglia's xorshift64: the same sequence on every machine, so that a mutation that fails can be made again from its number.</summary>
internal sealed class Xorshift(ulong seed)
{
    private ulong _state = seed;

    public int Below(int limit)
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (int)(_state % (ulong)limit);
    }

    /// <summary>One to four of: a bit turned, a byte set, bytes dropped, doubled or swapped, or a fragment that parsers trip over put in.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> original)
    {
        var bytes = original.ToArray().ToList();
        for (var edits = 1 + Below(4); edits > 0; edits--)
        {
            var at = Below(bytes.Count + 1);
            var length = Math.Min(1 + Below(6), bytes.Count - at);
            switch (Below(6))
            {
                case 0 when length > 0: bytes[at] ^= (byte)(1 << Below(8)); break;
                case 1 when length > 0: bytes[at] = (byte)Below(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(Below(bytes.Count + 1), bytes.GetRange(at, length)); break;
                case 4 when length > 0: (bytes[at], bytes[^1]) = (bytes[^1], bytes[at]); break;
                default: bytes.InsertRange(at, Fragments[Below(Fragments.Length)]); break;
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
