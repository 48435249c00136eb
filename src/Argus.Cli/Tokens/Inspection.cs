using System.Text.Json;
using Argus.Cli.Connecting;
using Argus.Cli.Output;
using Argus.Jose;

namespace Argus.Cli.Tokens;

/// <summary>A token and the verdict on it, as any API that verifies offline would find (RFC 9068 §4), audience apart.</summary>
internal sealed record Inspection(DecodedToken Token, string Issuer, TokenFault Fault)
{
    private static readonly string[] Columns = ["Claim", "Value"];
    private static readonly string[] Times = ["exp", "nbf", "iat"];

    public bool IsValid => Fault == TokenFault.None;

    /// <summary>The fault's name as machines read it; <c>valid</c> if there is none.</summary>
    private string Verdict => IsValid ? "valid" : JsonNamingPolicy.SnakeCaseLower.ConvertName(Fault.ToString());

    public static Inspection Of(DecodedToken token, string issuer, PublishedKeys keys, DateTimeOffset now)
    {
        var rules = new TokenRules { Issuer = issuer, Typ = TokenType.AccessToken, ExpirySkew = TimeSpan.Zero };
        return new Inspection(token, issuer, JwtValidator.Validate(token.Compact, rules, keys.Find, now, out _));
    }

    public void ShowJson()
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("verdict"u8, Verdict);
            json.WriteString("issuer"u8, Issuer);
            Write(json, "header", Token.Header);
            Write(json, "claims", Token.Claims);
            json.WriteEndObject();
        }

        Screen.Json(buffer.ToArray());
    }

    public void Show()
    {
        Screen.Line($"{Verdict}: {Explanation()}");
        Screen.Line($"Issuer asked: {Issuer}");
        var now = TimeProvider.System.GetUtcNow();
        Screen.Table(Columns, Members(Token.Header, "header: ", now).Concat(Members(Token.Claims, "", now)));
    }

    /// <summary>In the order of its checks the validator tells times last, so whatever fails there is truly signed.</summary>
    private string Explanation() => Fault switch
    {
        TokenFault.None => "signed by the issuer, and within its times. Whether it was revoked is for introspection to say.",
        TokenFault.Expired => "signed by the issuer, and past its time.",
        TokenFault.NotYetValid or TokenFault.IssuedInFuture => "signed by the issuer, and before its time.",
        TokenFault.LifetimeTooLong => "signed by the issuer, for longer than any token may live.",
        TokenFault.WrongIssuer => "the token is not of the issuer that was asked. Another tenant is named with -t.",
        TokenFault.UnknownKey => "the issuer does not publish this key, or not any more. What the token says is not proven.",
        _ => "do not believe what the token says.",
    };

    private static IEnumerable<string[]> Members(JsonElement json, string prefix, DateTimeOffset now) =>
        json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().Select(member => new[] { prefix + member.Name, Value(member, now) }) : [];

    private static string Value(JsonProperty member, DateTimeOffset now) =>
        Times.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out var seconds) && seconds is > 0 and <= 253_402_300_799
            ? Moment.Shown(DateTimeOffset.FromUnixTimeSeconds(seconds), now)
            : member.Value.Shown();

    private static void Write(Utf8JsonWriter json, string name, JsonElement value)
    {
        json.WritePropertyName(name);
        if (value.ValueKind == JsonValueKind.Object)
            value.WriteTo(json);
        else
            json.WriteNullValue();
    }
}
