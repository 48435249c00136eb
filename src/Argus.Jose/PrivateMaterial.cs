using System.Formats.Asn1;
using System.Text.Json;

namespace Argus.Jose;

/// <summary>
/// Finds private and symmetric keys in what is to be public, so that who gives one away by mistake can be told. Looks at names, labels and structure only: nothing
/// is decrypted, made into a key or kept.
/// </summary>
public static class PrivateMaterial
{
    private const int DeepestJson = 16;

    /// <summary>Whether some object in the JSON, at any depth, has a member of a private or symmetric JWK (RFC 7518 §6), or some text has a private key in it.</summary>
    public static bool IsIn(JsonElement json) => IsIn(json, DeepestJson);

    /// <summary>Whether the text is, or holds, a private key: PEM of any label, or base64 of PKCS#8 (encrypted or not), PKCS#1, SEC 1, DSA or PKCS#12, or a JWK.</summary>
    public static bool IsIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains("PRIVATE KEY", StringComparison.OrdinalIgnoreCase) || IsDer(text) || (text.Contains('{', StringComparison.Ordinal) && IsJson(text));
    }

    private static bool IsIn(JsonElement json, int depth)
    {
        if (depth == 0) return false;
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    if (IsPrivate(member) || IsIn(member.Value, depth - 1)) return true;
                }

                return false;
            case JsonValueKind.Array:
                return json.EnumerateArray().Any(item => IsIn(item, depth - 1));
            default:
                return json.ValueKind == JsonValueKind.String && TextOf(json) is { } text && IsIn(text);
        }
    }

    private static bool IsPrivate(JsonProperty member) =>
        member.NameEquals("d"u8) || member.NameEquals("p"u8) || member.NameEquals("q"u8) || member.NameEquals("dp"u8) || member.NameEquals("dq"u8)
        || member.NameEquals("qi"u8) || member.NameEquals("oth"u8) || member.NameEquals("k"u8) || member.NameEquals("priv"u8);

    /// <summary>A lone surrogate is JSON, and no text.</summary>
    private static string? TextOf(JsonElement json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DeepestJson });
            return IsIn(json.RootElement, DeepestJson - 1);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A label may say what it likes.</summary>
    private static bool IsDer(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries).Where(line => !line.StartsWith("-----", StringComparison.Ordinal));
        var base64 = string.Concat(lines).Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var der = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), der, out var written)) return false;
        try
        {
            var outer = new AsnReader(der.AsMemory(0, written), AsnEncodingRules.BER).ReadSequence();
            return IsPrivate(outer);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>
    /// A public key begins with an algorithm and goes on with a bit string, a certificate has a sequence there, and a PKCS#1 public key is two numbers. What begins
    /// with a version is private (RFC 5208 §5, RFC 5915 §3, RFC 7292 §4, RFC 8017 §A.1.2), and so is an algorithm with an octet string (RFC 5208 §6).
    /// </summary>
    private static bool IsPrivate(AsnReader outer)
    {
        var first = outer.PeekTag();
        outer.ReadEncodedValue();
        if (!outer.HasData) return false;
        var second = outer.PeekTag();
        if (first == Asn1Tag.Sequence) return second == Asn1Tag.PrimitiveOctetString || second == Asn1Tag.ConstructedOctetString;
        if (first != Asn1Tag.Integer) return false;
        outer.ReadEncodedValue();
        return second != Asn1Tag.Integer || outer.HasData;
    }
}
