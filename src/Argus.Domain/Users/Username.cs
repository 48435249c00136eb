using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Argus.Domain.Kernel;

namespace Argus.Domain.Users;

/// <summary>
/// What a user calls themselves when signing in: 1 to 128 characters (UTF-16 code units), folded to lower case where it enters, so that case makes no
/// difference. Without control and format characters, white space at its ends, and letters whose accent is a character of its own: names must be in NFC
/// (UAX #15), and this program carries no tables to make them so. Not a name that means another place in a URL's path.
/// </summary>
[JsonConverter(typeof(TextIdConverter<Username>))]
public readonly record struct Username : ITextId<Username>
{
    private const int Longest = 128;

    private Username(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out Username id)
    {
        id = default;
        if (text is null || text.Length is 0 or > Longest || text is "." or ".." || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
            return false;
        for (var i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != OperationStatus.Done || !IsAllowed(rune))
                return false;
            i += length;
        }

        id = new Username(text.ToLowerInvariant());
        return true;
    }

    public override string ToString() => Value;

    private static bool IsAllowed(Rune rune) => !HasAPlaceInAnother(rune) && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    /// <summary>Accents, the voicing marks of kana and the parts of Hangul syllables, which NFC puts together with what stands before them.</summary>
    private static bool HasAPlaceInAnother(Rune rune) => rune.Value is (>= 0x300 and <= 0x36f) or 0x3099 or 0x309a or (>= 0x1100 and <= 0x11ff);
}
