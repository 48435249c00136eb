using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Domain.Kernel;

/// <summary>
/// Names that stand in event after event (tenants, actors, clients, keys, scopes) are made into a string once for each thread and then found again, which is a
/// good part of what reading a long log costs. A slot holds one name; another of the same hash takes its place.
/// </summary>
internal static class RecurringText
{
    private const int Slots = 2048;
    private const int LongestName = 256;

    [ThreadStatic]
    private static string?[]? _slots;

    /// <summary>The string that the reader stands on.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        var utf8 = reader.ValueSpan;
        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence || reader.ValueIsEscaped || utf8.Length is 0 or > LongestName)
            return reader.GetString();

        var slots = _slots ??= new string?[Slots];
        ref var slot = ref slots[Hash(utf8) % Slots];
        if (slot is null || !Ascii.Equals(utf8, slot))
            slot = reader.GetString();
        return slot;
    }

    /// <summary>Names that differ do so at their end, or in their length; FNV-1a over the last bytes.</summary>
    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = 2166136261u ^ (uint)utf8.Length;
        foreach (var octet in utf8[Math.Max(0, utf8.Length - 12)..])
            hash = (hash ^ octet) * 16777619u;
        return hash;
    }
}

/// <summary>Reads a member whose values recur.</summary>
internal sealed class RecurringTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => RecurringText.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
