using System.Diagnostics.CodeAnalysis;

namespace Argus.Domain.Kernel;

/// <summary>
/// 128 bits in 26 characters of lower-case base32hex (RFC 4648 §7), an alphabet that keeps the order. Each value has one spelling: 26 characters carry 130
/// bits, and the two at the end are zero.
/// </summary>
internal static class Base32Hex
{
    public const int Length = 26;

    private const string Alphabet = "0123456789abcdefghijklmnopqrstuv";

    /// <param name="bits">What to write.</param>
    /// <param name="text">At least <see cref="Length"/> characters.</param>
    public static void Write(UInt128 bits, Span<char> text)
    {
        text[Length - 1] = Alphabet[(int)(uint)(bits & 0x7) << 2];
        bits >>= 3;
        for (var i = Length - 2; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(uint)(bits & 0x1f)];
            bits >>= 5;
        }
    }

    public static string ToText(UInt128 bits) => string.Create(Length, bits, static (text, bits) => Write(bits, text));

    /// <summary>Reads an identifier of 128 bits.</summary>
    public static bool Check<T>([NotNullWhen(true)] string? text, Func<UInt128, T> make, out T id)
        where T : struct, ITextId<T>
    {
        id = default;
        if (text is null || !TryRead(text, out var bits))
            return false;
        id = make(bits);
        return true;
    }

    public static bool TryRead(ReadOnlySpan<char> text, out UInt128 bits)
    {
        bits = 0;
        if (text.Length != Length)
            return false;
        foreach (var character in text[..^1])
        {
            if (!TryDigit(character, out var digit))
                return false;
            bits = (bits << 5) | digit;
        }

        if (!TryDigit(text[^1], out var last) || (last & 0x3) != 0)
            return false;
        bits = (bits << 3) | (last >> 2);
        return true;
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
