using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Argus.Domain.PersonalData;

/// <summary><c>{"key": …, "sealed": …}</c>, or whatever stands there in a log that is older.</summary>
internal sealed class KeptConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Kept<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GenericTypeArguments))!;

    /// <returns>Null if it is something else; the reader is then where it was.</returns>
    private static Sealed? ReadSealed(ref Utf8JsonReader reader)
    {
        var ahead = reader;
        if (ahead.TokenType != JsonTokenType.StartObject
            || !ahead.Read() || ahead.TokenType != JsonTokenType.PropertyName || !ahead.ValueTextEquals("key"u8)
            || !ahead.Read() || ahead.TokenType != JsonTokenType.String || ahead.GetString() is not { } key
            || !ahead.Read() || ahead.TokenType != JsonTokenType.PropertyName || !ahead.ValueTextEquals("sealed"u8)
            || !ahead.Read() || ahead.TokenType != JsonTokenType.String || ahead.GetString() is not { } text
            || !ahead.Read() || ahead.TokenType != JsonTokenType.EndObject)
            return null;
        reader = ahead;
        return new Sealed(key, text);
    }

    private sealed class Of<T> : JsonConverter<Kept<T>> where T : notnull
    {
        public override Kept<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (ReadSealed(ref reader) is { } @sealed)
                return new Kept<T>(@sealed, default);
            var clear = JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
            return new Kept<T>(null, clear is null ? throw new JsonException("A personal value is null.") : clear);
        }

        /// <summary>The last gate before the log: whatever was forgotten to be sealed does not get through.</summary>
        public override void Write(Utf8JsonWriter writer, Kept<T> value, JsonSerializerOptions options)
        {
            var (key, text) = value.Sealed ?? throw new InvalidOperationException("A personal value is not sealed, and must not enter the log.");
            writer.WriteStartObject();
            writer.WriteString("key"u8, key);
            writer.WriteString("sealed"u8, text);
            writer.WriteEndObject();
        }
    }
}
