using System.Text;
using System.Text.Encodings.Web;

namespace Argus.Domain.Kernel;

/// <summary>Escapes what RFC 8785 §3.2.2.2 wants escaped, in the form it wants, and nothing else.</summary>
internal sealed unsafe class CanonicalEncoder : JavaScriptEncoder
{
    private const string ShortEscapes = "btn?fr";

    public static CanonicalEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\';

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var i = 0; i < textLength; i++)
        {
            // A surrogate without its partner has no UTF-8: leave it to the base class, which replaces it.
            if (WillEncode(text[i]) || (char.IsSurrogate(text[i]) && !IsPair(text, i, textLength)))
                return i;
            if (char.IsHighSurrogate(text[i]))
                i++;
        }

        return -1;
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        for (var i = 0; i < utf8Text.Length; i++)
        {
            if (WillEncode(utf8Text[i]))
                return i;
        }

        return -1;
    }

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var escaped = unicodeScalar switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            >= 0x08 and <= 0x0d and not 0x0b => $"\\{ShortEscapes[unicodeScalar - 0x08]}",
            < 0x20 => $"\\u{unicodeScalar:x4}",
            _ => new Rune(unicodeScalar).ToString(),
        };
        numberOfCharactersWritten = escaped.Length <= bufferLength ? escaped.Length : 0;
        return escaped.AsSpan().TryCopyTo(new Span<char>(buffer, bufferLength));
    }

    private static bool IsPair(char* text, int i, int length) =>
        i + 1 < length && char.IsSurrogatePair(text[i], text[i + 1]);
}
