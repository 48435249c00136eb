using System.Text.Json;

namespace Argus.Jose.ClientProofs;

/// <summary>The claims of a DPoP proof (RFC 9449 §4.2). Others are passed over.</summary>
internal struct DpopClaims
{
    private bool _malformed;

    public string? JwtId { get; private set; }

    public string? Method { get; private set; }

    public string? Url { get; private set; }

    public long? IssuedAt { get; private set; }

    public string? AccessTokenHash { get; private set; }

    public string? Nonce { get; private set; }

    /// <summary>False for a fault of the text itself: the reader says which.</summary>
    public bool Read(ref StrictJson json)
    {
        if (!json.ReadRoot()) return false;

        while (json.Read())
        {
            if (json.Reader.TokenType != JsonTokenType.PropertyName) continue;

            var name = json.Name;
            if (!json.Read()) return false;
            Take(name, ref json.Reader);
            if (!json.Skip()) return false;
        }

        return json.IsWhole;
    }

    /// <summary>Kinds and presence.</summary>
    public readonly DpopFault Judge()
    {
        if (_malformed || JwtId is not null && !KeyId.IsSafe(JwtId)) return DpopFault.BadClaim;
        return JwtId is null || Method is null || Url is null || IssuedAt is null ? DpopFault.MissingClaim : DpopFault.None;
    }

    private void Take(ReadOnlySpan<byte> name, ref Utf8JsonReader value)
    {
        if (name.SequenceEqual("jti"u8)) JwtId = Text(ref value);
        else if (name.SequenceEqual("htm"u8)) Method = Text(ref value);
        else if (name.SequenceEqual("htu"u8)) Url = Text(ref value);
        else if (name.SequenceEqual("iat"u8)) IssuedAt = Seconds(ref value);
        else if (name.SequenceEqual("ath"u8)) AccessTokenHash = Text(ref value);
        else if (name.SequenceEqual("nonce"u8)) Nonce = Text(ref value);
    }

    private string? Text(ref Utf8JsonReader value)
    {
        if (value.TokenType == JsonTokenType.String && value.ValueSpan.Length > 0) return value.GetString();
        _malformed = true;
        return null;
    }

    private long? Seconds(ref Utf8JsonReader value)
    {
        if (value.TokenType == JsonTokenType.Number && value.ValueSpan[0] != '-' && value.TryGetInt64(out var seconds)
            && seconds <= ClaimsSet.LastNumericDate) return seconds;
        _malformed = true;
        return null;
    }
}
