using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Domain.Users;

/// <summary>The value of a claim: a text, a truth or a whole number. Exactly one of them is there.</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct ClaimValue
{
    /// <summary>Beyond it a number is not the same to every reader of JSON (RFC 8259 §6).</summary>
    public const long LargestNumber = (1L << 53) - 1;

    public string? Text { get; private init; }

    public bool? Truth { get; private init; }

    public long? Number { get; private init; }

    public static ClaimValue Of(string text) => new() { Text = text };

    public static ClaimValue Of(bool truth) => new() { Truth = truth };

    /// <param name="number">Of at most <see cref="LargestNumber"/>, or as much below zero.</param>
    public static ClaimValue Of(long number) => new() { Number = number };

    public void WriteTo(Utf8JsonWriter json)
    {
        if (Text is not null)
            json.WriteStringValue(Text);
        else if (Truth is { } truth)
            json.WriteBooleanValue(truth);
        else
            json.WriteNumberValue(Number ?? throw new InvalidOperationException("A claim without a value."));
    }

    internal sealed class Converter : JsonConverter<ClaimValue>
    {
        public override ClaimValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => Of(reader.GetString()!),
            JsonTokenType.True or JsonTokenType.False => Of(reader.GetBoolean()),
            JsonTokenType.Number when reader.TryGetInt64(out var number) => Of(number),
            _ => throw new JsonException("Not the value of a claim."),
        };

        public override void Write(Utf8JsonWriter writer, ClaimValue value, JsonSerializerOptions options) => value.WriteTo(writer);
    }
}
