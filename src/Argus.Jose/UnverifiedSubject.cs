using System.Buffers;
using System.Text.Json;

namespace Argus.Jose;

/// <summary>
/// Who a signed JWT says that it is of, before anybody has looked at the signature. Good for one thing: to find the keys that it must then be verified with.
/// </summary>
public static class UnverifiedSubject
{
    /// <returns><c>sub</c>; null if there is none, or if this is no JWT.</returns>
    public static string? Of(ReadOnlySpan<byte> compactAscii)
    {
        if (compactAscii.Length > JwtValidator.MaxTokenLength || !CompactJws.TrySplit(compactAscii, out var jws)) return null;

        var rented = ArrayPool<byte>.Shared.Rent(2 * compactAscii.Length);
        try
        {
            return jws.TryDecode(rented) ? Read(jws) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static string? Read(in CompactJws jws)
    {
        try
        {
            string? subject = null;
            var json = new StrictJson(jws.Payload, jws.Scratch);
            if (!json.ReadRoot()) return null;

            while (json.Read())
            {
                if (json.Reader.TokenType != JsonTokenType.PropertyName) continue;

                var isSubject = json.Name.SequenceEqual("sub"u8);
                if (!json.Read()) break;
                if (isSubject && json.Reader.TokenType == JsonTokenType.String) subject = json.Reader.GetString();
                if (!json.Skip()) break;
            }

            return json.IsWhole ? subject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
