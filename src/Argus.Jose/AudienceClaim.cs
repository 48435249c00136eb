using System.Text.Json;

namespace Argus.Jose;

/// <summary>The claim <c>aud</c> (RFC 7519 §4.1.3).</summary>
public static class AudienceClaim
{
    /// <summary>Writes the member: one audience as a string, several as an array.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyCollection<string> audiences)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(audiences);
        if (audiences.Count == 1)
        {
            json.WriteString("aud"u8, audiences.First());
            return;
        }

        json.WriteStartArray("aud"u8);
        foreach (var audience in audiences)
            json.WriteStringValue(audience);
        json.WriteEndArray();
    }
}
