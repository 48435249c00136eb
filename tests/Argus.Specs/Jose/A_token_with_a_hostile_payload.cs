using System.Text;
using Argus.Jose;

namespace Argus.Specs.Jose;

public class A_token_with_a_hostile_payload(Keys keys) : IClassFixture<Keys>
{
    private static readonly string Deep = string.Concat(Enumerable.Repeat("{\"a\":", 15)) + "1" + new string('}', 15);

    private static readonly Hostile Table = new()
    {
        { "exp twice", k => With(k, Forge.Payload(more: ",\"exp\":9999999999")), TokenFault.DuplicateMember },
        { "exp twice, once escaped", k => With(k, Forge.Payload(more: ",\"\\u0065xp\":9999999999")), TokenFault.DuplicateMember },
        { "aud twice, both escaped", k => With(k, Forge.Payload(aud: null, more: ",\"\\u0061ud\":\"a\",\"a\\u0075d\":\"b\"")), TokenFault.DuplicateMember },
        { "a name with a slash twice, once escaped", k => With(k, Forge.Payload(more: ",\"a/b\":1,\"a\\/b\":1")), TokenFault.DuplicateMember },
        { "a nested name twice", k => With(k, Forge.Payload(more: ",\"act\":{\"sub\":\"a\",\"sub\":\"b\"}")), TokenFault.DuplicateMember },
        { "a name with a surrogate pair twice", k => With(k, Forge.Payload(more: ",\"\U0001F600\":1,\"\\ud83d\\uDE00\":1")), TokenFault.DuplicateMember },

        { "a lone high surrogate", k => With(k, Forge.Payload(more: ",\"x\":\"\\ud800\"")), TokenFault.BadJson },
        { "a lone low surrogate", k => With(k, Forge.Payload(more: ",\"x\":\"a\\udc00b\"")), TokenFault.BadJson },
        { "surrogates the wrong way round", k => With(k, Forge.Payload(more: ",\"x\":\"\\udc00\\ud800\"")), TokenFault.BadJson },
        { "a high surrogate before another escape", k => With(k, Forge.Payload(more: ",\"x\":\"\\ud800\\n\"")), TokenFault.BadJson },
        { "a high surrogate at the end", k => With(k, Forge.Payload(more: ",\"x\":\"\\\\\\ud83d\"")), TokenFault.BadJson },
        { "a lone surrogate in a name", k => With(k, Forge.Payload(more: ",\"\\ud800\":1")), TokenFault.BadJson },
        { "a lone surrogate in sub", k => With(k, Forge.Payload(sub: "\"\\udfff\"")), TokenFault.BadJson },
        { "a byte order mark", k => WithBytes(k, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Forge.Payload())]), TokenFault.BadJson },
        { "UTF-16", k => WithBytes(k, Encoding.Unicode.GetBytes(Forge.Payload())), TokenFault.BadJson },
        { "a byte that is no UTF-8", k => WithBytes(k, Put(0xFF)), TokenFault.BadJson },
        { "an overlong form", k => WithBytes(k, Put(0xC0, 0xAF)), TokenFault.BadJson },
        { "a surrogate in UTF-8", k => WithBytes(k, Put(0xED, 0xA0, 0x80)), TokenFault.BadJson },
        { "a character cut short", k => WithBytes(k, Put(0xE2, 0x82)), TokenFault.BadJson },
        { "a raw control character", k => WithBytes(k, Put(0x01)), TokenFault.BadJson },
        { "17 levels", k => With(k, Forge.Payload(more: $",\"x\":{{\"a\":{Deep}}}")), TokenFault.BadJson },
        { "4,000 levels", k => With(k, Forge.Payload(more: $",\"x\":{new string('[', 4000)}{new string(']', 4000)}")), TokenFault.BadJson },
        { "257 members", k => With(k, Members(257)), TokenFault.BadJson },
        { "1,200 members", k => With(k, Members(1200)), TokenFault.BadJson },
        { "NaN", k => With(k, Forge.Payload(exp: "NaN")), TokenFault.BadJson },
        { "a leading zero", k => With(k, Forge.Payload(exp: "0" + (Forge.Seconds + 600))), TokenFault.BadJson },
        { "a leading plus", k => With(k, Forge.Payload(exp: "+" + (Forge.Seconds + 600))), TokenFault.BadJson },
        { "hexadecimal", k => With(k, Forge.Payload(exp: "0x7fffffff")), TokenFault.BadJson },

        { "no iss", k => With(k, Forge.Payload(iss: null)), TokenFault.WrongIssuer },
        { "iss with a slash more", k => With(k, Forge.Payload(iss: $"\"{Forge.Issuer}/\"")), TokenFault.WrongIssuer },
        { "iss in another case", k => With(k, Forge.Payload(iss: "\"https://auth.example/t/ACME\"")), TokenFault.WrongIssuer },
        { "iss with its port", k => With(k, Forge.Payload(iss: "\"https://auth.example:443/t/acme\"")), TokenFault.WrongIssuer },
        { "iss of another tenant", k => With(k, Forge.Payload(iss: "\"https://auth.example/t/other\"")), TokenFault.WrongIssuer },
        { "iss that only begins so", k => With(k, Forge.Payload(iss: $"\"{Forge.Issuer}.evil.example\"")), TokenFault.WrongIssuer },
        { "iss empty", k => With(k, Forge.Payload(iss: "\"\"")), TokenFault.WrongIssuer },
        { "iss null", k => With(k, Forge.Payload(iss: "null")), TokenFault.WrongIssuer },
        { "iss in an array", k => With(k, Forge.Payload(iss: $"[\"{Forge.Issuer}\"]")), TokenFault.WrongIssuer },
        { "iss wrong and the signature too", k => Forge.Sign(k.Attackers, Forge.Header(k.Issuers), Forge.Payload(iss: "\"x\"")), TokenFault.WrongIssuer },

        { "no sub", k => With(k, Forge.Payload(sub: null)), TokenFault.MissingClaim },
        { "no aud", k => With(k, Forge.Payload(aud: null)), TokenFault.MissingClaim },
        { "no exp", k => With(k, Forge.Payload(without: "exp")), TokenFault.MissingClaim },
        { "no iat", k => With(k, Forge.Payload(without: "iat")), TokenFault.MissingClaim },
        { "no jti", k => With(k, Forge.Payload(jti: null)), TokenFault.MissingClaim },
        { "no client_id", k => With(k, Forge.Payload(client: null)), TokenFault.MissingClaim },
        { "an empty object", k => With(k, "{}"), TokenFault.WrongIssuer },

        { "aud of somebody else", k => With(k, Forge.Payload(aud: "\"https://other.example\"")), TokenFault.WrongAudience },
        { "aud with a slash more", k => With(k, Forge.Payload(aud: $"\"{Forge.Audience}/\"")), TokenFault.WrongAudience },
        { "aud an array without us", k => With(k, Forge.Payload(aud: "[\"a\",\"b\"]")), TokenFault.WrongAudience },
        { "aud a list in one text", k => With(k, Forge.Payload(aud: $"\"{Forge.Audience} b\"")), TokenFault.WrongAudience },
        { "aud an empty array", k => With(k, Forge.Payload(aud: "[]")), TokenFault.BadClaim },
        { "aud an empty text", k => With(k, Forge.Payload(aud: "\"\"")), TokenFault.BadClaim },
        { "aud a number", k => With(k, Forge.Payload(aud: "1")), TokenFault.BadClaim },
        { "aud an object", k => With(k, Forge.Payload(aud: $"{{\"{Forge.Audience}\":1}}")), TokenFault.BadClaim },
        { "aud with us and a number", k => With(k, Forge.Payload(aud: $"[\"{Forge.Audience}\",1]")), TokenFault.BadClaim },
        { "aud with us in an inner array", k => With(k, Forge.Payload(aud: $"[[\"{Forge.Audience}\"]]")), TokenFault.BadClaim },

        { "sub a number", k => With(k, Forge.Payload(sub: "7")), TokenFault.BadClaim },
        { "sub empty", k => With(k, Forge.Payload(sub: "\"\"")), TokenFault.BadClaim },
        { "sub null", k => With(k, Forge.Payload(sub: "null")), TokenFault.BadClaim },
        { "jti an object", k => With(k, Forge.Payload(jti: "{}")), TokenFault.BadClaim },
        { "client_id an array", k => With(k, Forge.Payload(client: "[\"orders\"]")), TokenFault.BadClaim },
        { "scope an array", k => With(k, Forge.Payload(without: "scope", more: ",\"scope\":[\"orders.read\"]")), TokenFault.BadClaim },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void is_refused_for(string fault) => Table.Check(fault, keys);

    [Fact]
    public void is_told_from_one_with_a_bad_signature_only_after_the_signature() =>
        Assert.Equal(TokenFault.BadSignature, keys.Validate(Forge.Sign(keys.Attackers, Forge.Header(keys.Issuers), Forge.Payload(exp: "\"never\""))));

    [Fact]
    public void is_accepted_at_16_levels_and_256_members()
    {
        Assert.Equal(TokenFault.None, keys.Validate(With(keys, Forge.Payload(more: $",\"x\":{Deep}"))));
        Assert.Equal(TokenFault.None, keys.Validate(With(keys, Members(256))));
    }

    [Fact]
    public void is_accepted_with_our_audience_among_others()
    {
        Assert.Equal(TokenFault.None, keys.Validate(With(keys, Forge.Payload(aud: $"[\"a\",\"{Forge.Audience}\"]")), out var token));
        Assert.Equal(["a", Forge.Audience], token!.Audiences);
    }

    [Fact]
    public void is_not_asked_for_its_audience_when_the_rules_do_not()
    {
        var elsewhere = With(keys, Forge.Payload(aud: "\"https://other.example\""));

        Assert.Equal(TokenFault.None, keys.Validate(elsewhere, out var token, Forge.Rules with { Audience = null }));
        Assert.Equal(["https://other.example"], token!.Audiences);
    }

    [Fact]
    public void is_asked_only_for_the_claims_of_its_kind()
    {
        var bare = With(keys, Forge.Payload(jti: null, client: null, without: "scope"));

        Assert.Equal(TokenFault.None, keys.Validate(bare, out var token, Forge.Rules with { Required = RequiredClaims.IdToken }));
        Assert.Equal(("", "", null), (token!.JwtId, token.ClientId, token.Scope));
    }

    [Fact]
    public void gives_its_texts_unescaped()
    {
        var escaped = With(keys, Forge.Payload(sub: "\"\\ud83d\\ude00\\/\\u00e9\"", iss: $"\"{Forge.Issuer.Replace("/", "\\/", StringComparison.Ordinal)}\""));

        Assert.Equal(TokenFault.None, keys.Validate(escaped, out var token));
        Assert.Equal("\U0001F600/\u00e9", token!.Subject);
    }

    private static string With(Keys keys, string payload) => Forge.Sign(keys.Issuers, Forge.Header(keys.Issuers), payload);

    private static string WithBytes(Keys keys, byte[] payload) => Forge.Sign(keys.Issuers, Encoding.UTF8.GetBytes(Forge.Header(keys.Issuers)), payload);

    // Nine members are there already.
    private static string Members(int count) =>
        Forge.Payload(more: string.Concat(Enumerable.Range(0, count - 9).Select(i => $",\"{i:x}\":0")));

    private static byte[] Put(params byte[] bytes)
    {
        var parts = Forge.Payload(more: ",\"x\":\"#\"").Split('#');
        return [.. Encoding.UTF8.GetBytes(parts[0]), .. bytes, .. Encoding.UTF8.GetBytes(parts[1])];
    }
}
