using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Domain.Kernel;

/// <summary>
/// A token's identifier: a UUIDv7 (RFC 9562 §5.7) in 26 characters of <see cref="Base32Hex"/>. Identifiers therefore sort by time, and a new one lands beside
/// its elder in every index.
/// </summary>
[JsonConverter(typeof(JtiConverter))]
public readonly record struct Jti(UInt128 Bits) : ITextId<Jti>
{
    public string Value => Base32Hex.Text(Bits);

    /// <summary>Takes the bits of a UUIDv7.</summary>
    public static Jti From(Guid uuid) => new(Base32Hex.BitsOf(uuid));

    public static bool TryParse([NotNullWhen(true)] string? text, out Jti id) => TryParse(text.AsSpan(), out id);

    public static bool TryParse(ReadOnlySpan<char> text, out Jti id)
    {
        var parses = Base32Hex.TryParse(text, out var bits);
        id = new Jti(bits);
        return parses;
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
