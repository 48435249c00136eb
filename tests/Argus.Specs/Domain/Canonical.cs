using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Argus.Specs.Domain;

/// <summary>RFC 8785, written from the RFC and by other means than the product: members in the order of their UTF-16 code units, the fewest escapes.</summary>
internal static class Canonical
{
    public static string Form(ReadOnlySpan<byte> json)
    {
        using var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false });
        return Form(document.RootElement);
    }

    private static string Form(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', element.EnumerateObject()
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => $"{Text(member.Name)}:{Form(member.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', element.EnumerateArray().Select(Form)) + "]",
        JsonValueKind.String => Text(element.GetString()!),
        // Whole numbers below 2^53 only: their ECMAScript form is the plain one.
        JsonValueKind.Number => Math.Abs(element.GetInt64()) < 1L << 53 ? element.GetInt64().ToString(CultureInfo.InvariantCulture) : throw new FormatException(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    private static string Text(string text)
    {
        var escaped = new StringBuilder("\"");
        foreach (var c in text)
        {
            escaped.Append(c switch
            {
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return escaped.Append('"').ToString();
    }
}
