using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Argus.Jose;

/// <summary>
/// A forward reader over untrusted JSON that two parsers cannot read differently: strict UTF-8, no duplicate members at any depth, no
/// lone surrogates (RFC 7493 §2.1, §2.3), bounded depth and number of members.
/// </summary>
/// <remarks>
/// Syntax errors come out of <see cref="Utf8JsonReader"/> as <see cref="JsonException"/>, the only exception there is; each of the
/// parsers built on this catches it in one place. Strings can be taken from the reader without fear once <see cref="Read"/> returned true.
/// </remarks>
internal ref struct StrictJson
{
    public const int MaxDepth = 16;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    public Utf8JsonReader Reader;
    private MemberNames _names;
    private State _state;

    /// <param name="json">The text.</param>
    /// <param name="scratch">At least as long as the text; member names are unescaped into it.</param>
    public StrictJson(ReadOnlySpan<byte> json, Span<byte> scratch)
    {
        Reader = new Utf8JsonReader(json, Options);
        _names = new MemberNames(scratch);
        _state = Utf8.IsValid(json) ? State.Reading : State.Failed;
    }

    private enum State
    {
        Reading,
        Ended,
        Failed,
    }

    public bool HasDuplicate { get; private set; }

    /// <summary>The unescaped name, valid while the reader stands on it or on its value.</summary>
    public readonly ReadOnlySpan<byte> Name => _names.Last;

    /// <summary>Moves on. False at the end and at a fault: <see cref="IsWhole"/> tells them apart.</summary>
    public bool Read()
    {
        if (_state != State.Reading) return false;
        if (!Reader.Read()) _state = State.Ended;
        else if (!Admit()) _state = State.Failed;
        return _state == State.Reading;
    }

    /// <summary>Moves to the first token of a text whose root must be an object.</summary>
    public bool ReadRoot() => Read() && Reader.TokenType == JsonTokenType.StartObject;

    /// <summary>True once everything was read, to the last byte, without a fault.</summary>
    public readonly bool IsWhole => _state == State.Ended;

    /// <summary>Reads past the value that the reader stands on, checking all of it.</summary>
    public bool Skip()
    {
        if (Reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return true;

        var depth = Reader.CurrentDepth;
        while (Read())
        {
            if (Reader.CurrentDepth == depth && Reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) return true;
        }

        return false;
    }

    private bool Admit()
    {
        switch (Reader.TokenType)
        {
            case JsonTokenType.StartObject:
                _names.Open(Reader.CurrentDepth);
                return true;
            case JsonTokenType.EndObject:
                _names.Close(Reader.CurrentDepth);
                return true;
            case JsonTokenType.PropertyName:
                return IsText() && AddName();
            case JsonTokenType.String:
                return IsText();
            default:
                return true;
        }
    }

    private bool AddName()
    {
        switch (_names.Add(ref Reader))
        {
            case MemberNames.Outcome.Added: return true;
            case MemberNames.Outcome.Duplicate: HasDuplicate = true; return false;
            default: return false;
        }
    }

    private readonly bool IsText() => !Reader.ValueIsEscaped || SurrogatesArePaired(Reader.ValueSpan);

    // The reader has seen to the syntax of escapes, not to what they spell; "\ud800" would throw when the string is taken.
    private static bool SurrogatesArePaired(ReadOnlySpan<byte> escaped)
    {
        while (escaped.IndexOf((byte)'\\') is >= 0 and var at)
        {
            escaped = escaped[at..];
            var unit = Unit(escaped);
            if (char.IsLowSurrogate(unit)) return false;
            if (char.IsHighSurrogate(unit))
            {
                if (!char.IsLowSurrogate(Unit(escaped[6..]))) return false;
                escaped = escaped[6..];
            }

            escaped = escaped[(escaped[1] == 'u' ? 6 : 2)..];
        }

        return true;
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        escape.StartsWith("\\u"u8) && ushort.TryParse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : '\0';
}
