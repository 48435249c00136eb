using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Jose;

namespace Argus.Specs.Jose;

/// <summary>Makes tokens out of any header and payload, sound or not; the signature is good for whatever they say.</summary>
internal static class Forge
{
    public const string Issuer = "https://auth.example/t/acme";
    public const string Audience = "https://api.acme.example";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TokenRules Rules = new()
    {
        Issuer = Issuer,
        Typ = TokenType.AccessToken,
        Audience = Audience,
        ClockSkew = TimeSpan.FromSeconds(60),
        MaxLifetime = TimeSpan.FromSeconds(3600),
    };

    public static long Seconds => Now.ToUnixTimeSeconds();

    public static string Header(SigningKey key, string more = "") => $$"""{"alg":"RS256","kid":"{{key.Kid}}","typ":"at+jwt"{{more}}}""";

    /// <summary>A sound payload; a member named here takes the place of the sound one (null: leaves it out), and `more` goes behind.</summary>
    public static string Payload(
        string? iss = $"\"{Issuer}\"",
        string? sub = "\"client:orders\"",
        string? aud = $"\"{Audience}\"",
        string? exp = null,
        string? iat = null,
        string? nbf = null,
        string? jti = "\"01J9Z3\"",
        string? client = "\"orders\"",
        string more = "",
        string without = "")
    {
        (string Name, string? Value)[] members =
        [
            ("iss", iss), ("sub", sub), ("aud", aud), ("exp", exp ?? $"{Seconds + 600}"), ("iat", iat ?? $"{Seconds}"), ("nbf", nbf ?? $"{Seconds}"),
            ("jti", jti), ("client_id", client), ("scope", "\"orders.read\""),
        ];
        var kept = members.Where(m => m.Value is not null && m.Name != without).Select(m => $"\"{m.Name}\":{m.Value}");
        return $"{{{string.Join(',', kept)}{more}}}";
    }

    public static string Sign(SigningKey key, string header, string payload) => Sign(key, Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload));

    public static string Sign(SigningKey key, byte[] header, byte[] payload) => SignInput(key, $"{Encode(header)}.{Encode(payload)}");

    public static string SignInput(SigningKey key, string input)
    {
        var signature = new byte[key.SignatureLength];
        key.SignHash(SHA256.HashData(Encoding.UTF8.GetBytes(input)), signature);
        return $"{input}.{Encode(signature)}";
    }

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    public static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    public static string Sound(SigningKey key) => Sign(key, Header(key), Payload());

    public static TokenFault Validate(this Keys keys, string token, TokenRules? rules = null, DateTimeOffset? now = null) =>
        keys.Validate(token, out _, rules, now);

    public static TokenFault Validate(this Keys keys, string token, out VerifiedToken? verified, TokenRules? rules = null, DateTimeOffset? now = null) =>
        JwtValidator.Validate(Encoding.UTF8.GetBytes(token), rules ?? Rules, keys.ByKid, now ?? Now, out verified);
}
