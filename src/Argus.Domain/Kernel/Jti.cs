using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Domain.Kernel;

/// <summary>
/// A token's identifier. A token that stands alone has a UUIDv7 (RFC 9562 §5.7) in 26 characters of lower-case base32hex, which sorts by time, so that a new
/// one lands beside its elder in every index. A token of a family has the family's identifier, a dot, and the version of the family's stream that issued it:
/// it says itself where the log has it.
/// </summary>
/// <param name="Bits">The UUIDv7: the token's own, or its family's.</param>
/// <param name="Version">The stream version of its issuance, from 1; 0 for a token without a family.</param>
[JsonConverter(typeof(JtiConverter))]
public readonly record struct Jti(UInt128 Bits, int Version = 0) : ITextId<Jti>
{
    /// <summary>Characters of the longest one.</summary>
    internal const int LongestLength = Base32Hex.Length + 11;

    public string Value => Version == 0 ? Base32Hex.ToText(Bits) : string.Create(CultureInfo.InvariantCulture, $"{Base32Hex.ToText(Bits)}.{Version}");

    /// <summary>The family that the token is of, if it is of one.</summary>
    public FamilyId? Family => Version == 0 ? null : new FamilyId(Bits);

    /// <summary>Takes the bits of a UUIDv7.</summary>
    public static Jti From(Guid uuid) => new(UuidBits.Of(uuid));

    /// <summary>The token that a family's stream issues at a version.</summary>
    public static Jti Of(FamilyId family, int version) => new(family.Bits, version);

    public static bool TryParse([NotNullWhen(true)] string? text, out Jti id) => TryParse(text.AsSpan(), out id);

    public static bool TryParse(ReadOnlySpan<char> text, out Jti id)
    {
        id = default;
        var dot = text.IndexOf('.');
        var version = 0;
        if (dot >= 0 && !TryVersion(text[(dot + 1)..], out version))
            return false;
        if (!Base32Hex.TryRead(dot < 0 ? text : text[..dot], out var bits))
            return false;
        id = new Jti(bits, version);
        return true;
    }

    /// <summary>A number from 1 on in its one spelling.</summary>
    private static bool TryVersion(ReadOnlySpan<char> text, out int version)
    {
        version = 0;
        return text.Length is > 0 and <= 10 && text[0] is >= '1' and <= '9'
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }

    public override string ToString() => Value;
}

/// <summary>The bits of a UUID in the order that RFC 9562 writes them.</summary>
internal static class UuidBits
{
    public static UInt128 Of(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
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
