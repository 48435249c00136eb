using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Argus.Domain.Kernel;

/// <summary>
/// A token's identifier: a UUIDv7 (RFC 9562 §5.7) in 26 characters of lower-case base32hex (RFC 4648 §7), an alphabet that keeps the order. Identifiers
/// therefore sort by time, and a new one lands beside its elder in every index.
/// </summary>
[JsonConverter(typeof(TextIdConverter<Jti>))]
public readonly record struct Jti(UInt128 Bits) : ITextId<Jti>
{
    private const int Length = 26;
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuv";

    public string Value => string.Create(Length, Bits, static (text, bits) =>
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

    /// <summary>Takes the bits of a UUIDv7.</summary>
    public static Jti From(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return new Jti(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out Jti id)
    {
        id = default;
        if (text is not { Length: Length })
            return false;

        UInt128 bits = 0;
        for (var i = 0; i < Length; i++)
        {
            var digit = Alphabet.IndexOf(text[i], StringComparison.Ordinal);
            if (digit < 0)
                return false;
            if (i < Length - 1)
                bits = (bits << 5) | (uint)digit;
            else if ((digit & 0x3) == 0)
                bits = (bits << 3) | (uint)(digit >> 2);
            else
                return false;
        }

        id = new Jti(bits);
        return true;
    }

    public override string ToString() => Value;
}
