using System.Buffers.Binary;

namespace Argus.Domain.Kernel;

/// <summary>
/// 128 bits as 26 characters of lower-case base32hex (RFC 4648 §7), an alphabet that keeps the order. Each value has one text: another, with padding bits
/// that are not zero, is refused.
/// </summary>
internal static class Base32Hex
{
    private const int Length = 26;
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuv";

    public static string Text(UInt128 value) => string.Create(Length, value, static (text, bits) =>
    {
        // 26 characters carry 130 bits: the last one has three bits of content, two of padding.
        text[Length - 1] = Alphabet[(int)(uint)(bits & 0x7) << 2];
        bits >>= 3;
        for (var i = Length - 2; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(uint)(bits & 0x1f)];
            bits >>= 5;
        }
    });

    public static bool TryParse(ReadOnlySpan<char> text, out UInt128 value)
    {
        value = 0;
        if (text.Length != Length)
            return false;

        UInt128 bits = 0;
        foreach (var character in text[..^1])
        {
            if (!TryDigit(character, out var digit))
                return false;
            bits = (bits << 5) | digit;
        }

        if (!TryDigit(text[^1], out var last) || (last & 0x3) != 0)
            return false;
        value = (bits << 3) | (last >> 2);
        return true;
    }

    /// <summary>The bits of a UUID, in the order of its text (RFC 9562 §4).</summary>
    public static UInt128 BitsOf(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static bool TryDigit(char character, out uint digit)
    {
        digit = character switch
        {
            >= '0' and <= '9' => (uint)(character - '0'),
            >= 'a' and <= 'v' => (uint)(character - 'a' + 10),
            _ => 32,
        };
        return digit < 32;
    }
}
