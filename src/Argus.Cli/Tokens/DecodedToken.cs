using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Argus.Cli.Tokens;

/// <summary>What a token says, believed or not. Segments that cannot be read are undefined: the verdict will say what is wrong with them.</summary>
internal sealed record DecodedToken(byte[] Compact, JsonElement Header, JsonElement Claims)
{
    public static DecodedToken Read(string text)
    {
        var segments = text.Split('.');
        return new DecodedToken(Encoding.Latin1.GetBytes(text), Segment(segments, 0), Segment(segments, 1));
    }

    private static JsonElement Segment(string[] segments, int index)
    {
        try
        {
            return index < segments.Length && JsonDocument.Parse(Base64Url.DecodeFromChars(segments[index])).RootElement is { ValueKind: JsonValueKind.Object } json
                ? json
                : default;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return default;
        }
    }
}
