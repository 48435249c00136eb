using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Domain.Kernel;

/// <summary>
/// A token's identifier: a UUIDv7 (RFC 9562 §5.7) in 26 characters of lower-case base32hex (RFC 4648 §7), an alphabet that keeps the order. Identifiers
/// therefore sort by time, and a new one lands beside its elder in every index.
/// </summary>
[JsonConverter(typeof(JtiConverter))]
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

    public static bool TryParse([NotNullWhen(true)] string? text, out Jti id) => TryParse(text.AsSpan(), out id);

    public static bool TryParse(ReadOnlySpan<char> text, out Jti id)
    {
        id = default;
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
        id = new Jti((bits << 3) | (last >> 2));
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

    public override string ToString() => Value;
}

internal sealed class JtiConverter : JsonConverter<Jti>
{
    public override Jti Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[64];
        var length = reader.TokenType == JsonTokenType.String && !reader.HasValueSequence && reader.ValueSpan.Length <= text.Length ? reader.CopyString(text) : 0;
        return Jti.TryParse(text[..length], out var id) ? id : throw new JsonException("Not a Jti.");
    }

    public override void Write(Utf8JsonWriter writer, Jti value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
