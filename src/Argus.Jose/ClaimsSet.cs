using System.Text.Json;

namespace Argus.Jose;

/// <summary>The registered claims of a payload (RFC 7519 §4.1, RFC 9068 §2.2), read in one pass before the signature is known to be right.</summary>
internal struct ClaimsSet
{
    /// <summary>9999-12-31T23:59:59Z, the last second that the platform's clock can tell.</summary>
    public const long LastNumericDate = 253_402_300_799;

    private bool _malformed;

    public bool IssuerMatches { get; private set; }

    public string? Subject { get; private set; }

    public string? JwtId { get; private set; }

    public string? ClientId { get; private set; }

    public string? Scope { get; private set; }

    public IReadOnlyList<string>? Audiences { get; private set; }

    public long? IssuedAt { get; private set; }

    public long? NotBefore { get; private set; }

    public long? ExpiresAt { get; private set; }

    /// <summary>Faults of the text itself; a claim of the wrong kind is only told once the signature is right.</summary>
    public TokenFault Read(ref StrictJson json, TokenRules rules)
    {
        if (!json.ReadRoot()) return TokenFault.BadJson;

        while (json.Read())
        {
            if (json.Reader.TokenType != JsonTokenType.PropertyName) continue;

            var name = json.Name;
            if (!json.Read() || !Take(name, ref json, rules)) break;
        }

        return json.IsWhole ? TokenFault.None : json.HasDuplicate ? TokenFault.DuplicateMember : TokenFault.BadJson;
    }

    /// <summary>Kinds and presence, times and audience apart.</summary>
    public readonly TokenFault Judge(RequiredClaims required)
    {
        if (_malformed || ExpiresAt <= IssuedAt) return TokenFault.BadClaim;

        var present = (Subject is null ? 0 : RequiredClaims.Subject)
            | (Audiences is null ? 0 : RequiredClaims.Audience)
            | (IssuedAt is null ? 0 : RequiredClaims.IssuedAt)
            | (JwtId is null ? 0 : RequiredClaims.JwtId)
            | (ClientId is null ? 0 : RequiredClaims.ClientId);
        return ExpiresAt is null || (required & ~present) != 0 ? TokenFault.MissingClaim : TokenFault.None;
    }

    private bool Take(ReadOnlySpan<byte> name, ref StrictJson json, TokenRules rules)
    {
        if (name.SequenceEqual("iss"u8)) IssuerMatches = json.Reader.TokenType == JsonTokenType.String && json.Reader.ValueTextEquals(rules.Issuer);
        else if (name.SequenceEqual("sub"u8)) Subject = Text(ref json.Reader);
        else if (name.SequenceEqual("aud"u8)) return TakeAudiences(ref json, rules.Audience);
        else if (name.SequenceEqual("exp"u8)) ExpiresAt = Seconds(ref json.Reader);
        else if (name.SequenceEqual("iat"u8)) IssuedAt = Seconds(ref json.Reader);
        else if (name.SequenceEqual("nbf"u8)) NotBefore = Seconds(ref json.Reader);
        else if (name.SequenceEqual("jti"u8)) JwtId = Text(ref json.Reader);
        else if (name.SequenceEqual("client_id"u8)) ClientId = Text(ref json.Reader);
        else if (name.SequenceEqual("scope"u8)) Scope = Text(ref json.Reader);
        return json.Skip();
    }

    private bool TakeAudiences(ref StrictJson json, string? expected)
    {
        if (json.Reader.TokenType != JsonTokenType.StartArray)
        {
            if (Audience(ref json.Reader, expected) is { } single) Audiences = [single];
            return json.Skip();
        }

        var audiences = new List<string>(2);
        while (json.Read() && json.Reader.TokenType != JsonTokenType.EndArray)
        {
            if (Audience(ref json.Reader, expected) is { } one) audiences.Add(one);
            if (!json.Skip()) return false;
        }

        Audiences = audiences;
        _malformed |= audiences.Count == 0;
        return json.Reader.TokenType == JsonTokenType.EndArray;
    }

    private string? Audience(ref Utf8JsonReader value, string? expected) =>
        expected is not null && value.TokenType == JsonTokenType.String && value.ValueTextEquals(expected) ? expected : Text(ref value);

    private string? Text(ref Utf8JsonReader value)
    {
        if (value.TokenType == JsonTokenType.String && value.ValueSpan.Length > 0) return value.GetString();
        _malformed = true;
        return null;
    }

    // RFC 7519 §2 would allow a fraction; no issuer here writes one, and what two verifiers may round differently is refused. So are 1e9 and -0.
    private long? Seconds(ref Utf8JsonReader value)
    {
        if (value.TokenType == JsonTokenType.Number && value.ValueSpan[0] != '-' && value.TryGetInt64(out var seconds) && seconds <= LastNumericDate)
            return seconds;
        _malformed = true;
        return null;
    }
}
