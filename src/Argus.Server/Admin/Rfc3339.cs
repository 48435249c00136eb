using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Argus.Server.Admin;

/// <summary>Times of the Admin API: RFC 3339, out in UTC and whole seconds, in with any offset, but never without one.</summary>
internal sealed partial class Rfc3339 : JsonConverter<DateTimeOffset>
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Fractions may have any number of digits; what is finer than 100 ns is cut off. T and Z may be small (RFC 3339 §5.6).</summary>
    public static bool TryParse(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        FinerFractions().Replace(text?.ToUpperInvariant() ?? "", "$1"), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    [GeneratedRegex(@"(\.[0-9]{7})[0-9]{1,30}", RegexOptions.CultureInvariant)]
    private static partial Regex FinerFractions();

    public static DateTimeOffset? Of(long? seconds) => seconds is { } value ? DateTimeOffset.FromUnixTimeSeconds(value) : null;

    /// <summary>NumericDate as it is written; null stays null.</summary>
    public static string? Text(long? seconds) => Of(seconds) is { } time ? Text(time) : null;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryParse(reader.GetString(), out var time) ? time : throw new JsonException("Not an RFC 3339 time with an offset.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Text(value));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
