using System.Text.Json;

namespace Argus.ResourceServer.Validation;

/// <summary>The claims of an access token beyond RFC 9068: <c>fid</c>, <c>act</c>, <c>anc</c>, <c>cnf</c>. Of a payload that is signed, and strict JSON.</summary>
internal ref struct DelegationClaims
{
    public const int MaxActors = 5;
    public const int MaxAncestors = 16;

    private bool _malformed;

    public string? FamilyId { get; private set; }

    public List<Actor>? Actors { get; private set; }

    public List<TokenAncestor>? Ancestors { get; private set; }

    public TokenConfirmation? Confirmation { get; private set; }

    /// <summary>False if one of them is malformed. A claim that binds or limits a token is never passed over.</summary>
    public bool TryRead(ReadOnlySpan<byte> payload)
    {
        if (!MayHaveAny(payload)) return true;

        var json = new Utf8JsonReader(payload);
        json.Read();
        while (!_malformed && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("fid"u8)) FamilyId = NextText(ref json);
            else if (json.ValueTextEquals("act"u8)) ReadActor(ref json);
            else if (json.ValueTextEquals("anc"u8)) ReadAncestors(ref json);
            else if (json.ValueTextEquals("cnf"u8)) ReadConfirmation(ref json);
            else json.Skip();
        }

        return !_malformed;
    }

    // Most services' tokens have none, and are not read a second time. A name that is written with escapes may be any.
    private static bool MayHaveAny(ReadOnlySpan<byte> payload) =>
        payload.IndexOf("\"fid\""u8) >= 0 || payload.IndexOf("\"act\""u8) >= 0 || payload.IndexOf("\"anc\""u8) >= 0 || payload.IndexOf("\"cnf\""u8) >= 0
        || payload.Contains((byte)'\\');

    // RFC 8693 §4.1: the current actor outermost, those before nested in it.
    private void ReadActor(ref Utf8JsonReader json)
    {
        Actors ??= [];
        if (Actors.Count == MaxActors || !NextIsObject(ref json))
        {
            _malformed = true;
            return;
        }

        var place = Actors.Count;
        Actors.Add(new Actor(""));
        string? subject = null;
        string? issuer = null;
        while (!_malformed && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("sub"u8)) subject = NextText(ref json);
            else if (json.ValueTextEquals("iss"u8)) issuer = NextText(ref json);
            else if (json.ValueTextEquals("act"u8)) ReadActor(ref json);
            else json.Skip();
        }

        _malformed |= subject is null;
        if (subject is not null) Actors[place] = new Actor(subject, issuer);
    }

    private void ReadAncestors(ref Utf8JsonReader json)
    {
        Ancestors = [];
        _malformed |= !json.Read() || json.TokenType != JsonTokenType.StartArray;
        while (!_malformed && json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            string? id = null, client = null, issuer = null, key = null;
            _malformed |= json.TokenType != JsonTokenType.StartObject || Ancestors.Count == MaxAncestors;
            while (!_malformed && json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("jti"u8)) id = NextText(ref json);
                else if (json.ValueTextEquals("client_id"u8)) client = NextText(ref json);
                else if (json.ValueTextEquals("iss"u8)) issuer = NextText(ref json);
                else if (json.ValueTextEquals("kid"u8)) key = NextText(ref json);
                else json.Skip();
            }

            if (id is null || client is null) _malformed = true;
            else Ancestors.Add(new TokenAncestor(id, client, issuer, key));
        }

        _malformed |= Ancestors.Count == 0;
    }

    // RFC 7800 §3.1: a confirmation that is not understood cannot be checked, and two of them are one too many.
    private void ReadConfirmation(ref Utf8JsonReader json)
    {
        _malformed |= !NextIsObject(ref json);
        while (!_malformed && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var method = json.ValueTextEquals("jkt"u8) ? TokenConfirmation.Jkt : json.ValueTextEquals("x5t#S256"u8) ? TokenConfirmation.X5tS256 : null;
            var thumbprint = NextText(ref json);
            if (method is null || Confirmation is not null || thumbprint is null || !Thumbprint.IsOne(thumbprint)) _malformed = true;
            else Confirmation = new TokenConfirmation(method, thumbprint);
        }

        _malformed |= Confirmation is null;
    }

    private static bool NextIsObject(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.StartObject;

    private string? NextText(ref Utf8JsonReader json)
    {
        if (json.Read() && json.TokenType == JsonTokenType.String && json.ValueSpan.Length > 0) return json.GetString();
        _malformed = true;
        return null;
    }
}
