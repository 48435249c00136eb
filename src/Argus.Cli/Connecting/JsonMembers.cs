using System.Text.Json;

namespace Argus.Cli.Connecting;

/// <summary>Members of an answer that may be missing, or of another kind than they should.</summary>
internal static class JsonMembers
{
    /// <summary>The member's text, or null.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    /// <summary>The member's elements; none if it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } member ? member.EnumerateArray() : [];

    /// <summary>The member as a person would write it: a text without its quotes, a list of texts with spaces, nothing for null.</summary>
    public static string Shown(this JsonElement json, string name) => json.Member(name) is { } member ? Shown(member) : "";

    /// <inheritdoc cref="Shown(JsonElement, string)"/>
    public static string Shown(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(Shown)),
        _ => value.GetRawText(),
    };

    private static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : null;
}
