using System.Text.Json;

namespace Argus.Jose;

/// <summary>
/// The protected header (RFC 7515 §4). Only what decides is read: <c>jku</c>, <c>jwk</c>, <c>x5u</c>, <c>x5c</c> and <c>x5t</c> are passed over, since
/// a key is never taken from the token that it is to verify.
/// </summary>
internal struct JoseHeader
{
    private const int MaxEscapedKidLength = 6 * KeyId.MaxLength;

    private bool _isRs256;
    private bool _hasTyp;
    private bool _typMatches;
    private bool _hasCritical;
    private bool _hasUnsupported;

    public string? Kid { get; private set; }

    /// <summary>Faults of the text itself; <see cref="Judge"/> has those of its meaning.</summary>
    public TokenFault Read(ref StrictJson json, TokenRules rules)
    {
        if (!json.ReadRoot()) return TokenFault.BadJson;

        while (json.Read())
        {
            if (json.Reader.TokenType != JsonTokenType.PropertyName) continue;

            var name = json.Name;
            if (!json.Read()) break;
            Take(name, ref json.Reader, rules);
            if (!json.Skip()) break;
        }

        return json.IsWhole ? TokenFault.None : json.HasDuplicate ? TokenFault.DuplicateMember : TokenFault.BadJson;
    }

    public readonly TokenFault Judge(TokenRules rules)
    {
        if (!_isRs256) return TokenFault.WrongAlgorithm;
        if (!_typMatches && (_hasTyp || !rules.AllowUntyped)) return TokenFault.WrongType;
        if (Kid is null) return TokenFault.BadKid;
        if (_hasCritical) return TokenFault.CriticalHeader;
        return _hasUnsupported ? TokenFault.UnsupportedHeader : TokenFault.None;
    }

    private void Take(ReadOnlySpan<byte> name, ref Utf8JsonReader value, TokenRules rules)
    {
        if (name.SequenceEqual("alg"u8)) _isRs256 = IsText(ref value) && value.ValueTextEquals("RS256"u8);
        else if (name.SequenceEqual("kid"u8)) Kid = SafeKid(ref value);
        else if (name.SequenceEqual("typ"u8)) (_hasTyp, _typMatches) = (true, IsText(ref value) && Matches(ref value, rules.Typ));
        else if (name.SequenceEqual("crit"u8)) _hasCritical = true;
        else if (name.SequenceEqual("b64"u8)) _hasUnsupported |= value.TokenType != JsonTokenType.True;
        else if (name.SequenceEqual("zip"u8) || name.SequenceEqual("enc"u8)) _hasUnsupported = true;
    }

    private static bool IsText(ref Utf8JsonReader value) => value.TokenType == JsonTokenType.String;

    private static bool Matches(ref Utf8JsonReader value, string typ) => value.ValueTextEquals(typ) || value.ValueTextEquals("application/" + typ);

    private static string? SafeKid(ref Utf8JsonReader value)
    {
        if (!IsText(ref value) || value.ValueSpan.Length > MaxEscapedKidLength) return null;
        var kid = value.GetString()!;
        return KeyId.IsSafe(kid) ? kid : null;
    }
}
