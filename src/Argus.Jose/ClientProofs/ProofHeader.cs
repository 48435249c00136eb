using System.Text.Json;

namespace Argus.Jose.ClientProofs;

/// <summary>
/// The protected header (RFC 7515 §4) of a client's proof. Here alone is <c>jwk</c> read: a DPoP proof shows that its sender holds that very key, whoever
/// it is (RFC 9449 §4.2). <c>jku</c>, <c>x5u</c> and <c>x5c</c> are never followed.
/// </summary>
internal struct ProofHeader
{
    private const int MaxEscapedKidLength = 6 * KeyId.MaxLength;

    public ProofAlgorithm Algorithm { get; private set; }

    public string? Typ { get; private set; }

    public string? Kid { get; private set; }

    public ProofJwk? Jwk { get; private set; }

    /// <summary>Why there is no <see cref="Jwk"/>.</summary>
    public JwkFault JwkFault { get; private set; }

    public bool HasCritical { get; private set; }

    /// <summary>Whether <c>b64</c>, <c>zip</c> or <c>enc</c> is there: the first other than true, the others with any value.</summary>
    public bool HasUnsupported { get; private set; }

    /// <summary>Whether there is any member but <c>alg</c>, <c>kid</c> and <c>typ</c>.</summary>
    public bool HasOther { get; private set; }

    /// <summary>False for a fault of the text itself, or of the key's: the reader and <see cref="JwkFault"/> say which.</summary>
    public bool Read(ref StrictJson json)
    {
        JwkFault = JwkFault.MissingMember;
        if (!json.ReadRoot()) return false;

        while (json.Read())
        {
            if (json.Reader.TokenType != JsonTokenType.PropertyName) continue;

            var name = json.Name;
            if (!json.Read() || !Take(name, ref json)) return false;
        }

        return json.IsWhole;
    }

    private bool Take(ReadOnlySpan<byte> name, ref StrictJson json)
    {
        if (name.SequenceEqual("alg"u8)) Algorithm = ProofAlgorithms.Parse(Text(ref json.Reader));
        else if (name.SequenceEqual("typ"u8)) Typ = Text(ref json.Reader) ?? "";
        else if (name.SequenceEqual("kid"u8)) Kid = SafeKid(ref json.Reader);
        else if (name.SequenceEqual("jwk"u8)) return TakeKey(ref json);
        else
        {
            HasOther = true;
            HasCritical |= name.SequenceEqual("crit"u8);
            HasUnsupported |= name.SequenceEqual("zip"u8) || name.SequenceEqual("enc"u8)
                || name.SequenceEqual("b64"u8) && json.Reader.TokenType != JsonTokenType.True;
        }

        return json.Skip();
    }

    private bool TakeKey(ref StrictJson json)
    {
        HasOther = true;
        JwkFault = JwkFault.BadMember;
        if (json.Reader.TokenType != JsonTokenType.StartObject) return json.Skip();

        JwkFault = ProofJwkMembers.Read(ref json, out var members);
        if (JwkFault != JwkFault.None) return false;

        JwkFault = members.Judge(out var jwk);
        Jwk = jwk;
        return true;
    }

    private static string? Text(ref Utf8JsonReader value) => value.TokenType == JsonTokenType.String ? value.GetString() : null;

    private static string? SafeKid(ref Utf8JsonReader value) =>
        value.ValueSpan.Length <= MaxEscapedKidLength && Text(ref value) is { } kid && KeyId.IsSafe(kid) ? kid : null;
}
