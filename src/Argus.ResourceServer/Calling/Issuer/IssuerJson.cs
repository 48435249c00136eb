using System.Text.Json;

namespace Argus.ResourceServer.Calling.Issuer;

/// <summary>JSON objects from the issuer.</summary>
internal static class IssuerJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <exception cref="IssuerException">It is no object of unique members, or says that it is no JSON.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType is not "application/json")
            throw new IssuerException("The issuer's answer is not JSON.");
        var body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        try
        {
            var document = JsonDocument.Parse(body, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The parser's message may quote what it read: it is not passed on. The second is for names of broken characters.
        }

        throw new IssuerException("The issuer's answer is no JSON object.");
    }

    /// <returns>The member; null if it is not there, or no text.</returns>
    public static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return member.GetString();
        }
        catch (InvalidOperationException)
        {
            // A text of broken characters is none.
            return null;
        }
    }
}
