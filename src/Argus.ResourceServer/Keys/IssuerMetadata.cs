using System.Text.Json;

namespace Argus.ResourceServer.Keys;

/// <summary>What an issuer's metadata say (RFC 8414 §3.2, §3.3).</summary>
internal static class IssuerMetadata
{
    public static readonly string[] MediaTypes = ["application/json"];

    /// <returns>The address that a member names; null if the metadata are not the issuer's own, do not name it, or must not.</returns>
    public static Uri? LocationIn(ReadOnlyMemory<byte> metadata, string issuer, ReadOnlySpan<byte> member)
    {
        try
        {
            using var json = JsonDocument.Parse(metadata, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("issuer"u8, out var named) && named.ValueKind == JsonValueKind.String && named.ValueEquals(issuer)
                && json.RootElement.TryGetProperty(member, out var location) && location.ValueKind == JsonValueKind.String
                && Uri.TryCreate(location.GetString(), UriKind.Absolute, out var address) && IssuerAddress.MayName(issuer, address) ? address : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape that spells no character.
            return null;
        }
    }
}
