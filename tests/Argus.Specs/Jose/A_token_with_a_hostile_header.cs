using Argus.Jose;

namespace Argus.Specs.Jose;

public class A_token_with_a_hostile_header(Keys keys) : IClassFixture<Keys>
{
    private static readonly Hostile Table = new()
    {
        // RFC 8725 §3.1: the algorithm is ours to choose.
        { "alg none, unsigned", k => $"{Forge.Encode(Alg(k, "\"none\""))}.{Forge.Encode(Forge.Payload())}.", TokenFault.WrongAlgorithm },
        { "alg none, signed", k => With(k, Alg(k, "\"none\"")), TokenFault.WrongAlgorithm },
        { "alg NonE", k => With(k, Alg(k, "\"NonE\"")), TokenFault.WrongAlgorithm },
        { "alg HS256", k => With(k, Alg(k, "\"HS256\"")), TokenFault.WrongAlgorithm },
        { "alg PS256", k => With(k, Alg(k, "\"PS256\"")), TokenFault.WrongAlgorithm },
        { "alg RS512", k => With(k, Alg(k, "\"RS512\"")), TokenFault.WrongAlgorithm },
        { "alg RS384", k => With(k, Alg(k, "\"RS384\"")), TokenFault.WrongAlgorithm },
        { "alg ES256", k => With(k, Alg(k, "\"ES256\"")), TokenFault.WrongAlgorithm },
        { "alg rs256", k => With(k, Alg(k, "\"rs256\"")), TokenFault.WrongAlgorithm },
        { "alg RS256 and a blank", k => With(k, Alg(k, "\"RS256 \"")), TokenFault.WrongAlgorithm },
        { "alg RS256 and a NUL", k => With(k, Alg(k, "\"RS256\\u0000\"")), TokenFault.WrongAlgorithm },
        { "alg empty", k => With(k, Alg(k, "\"\"")), TokenFault.WrongAlgorithm },
        { "alg null", k => With(k, Alg(k, "null")), TokenFault.WrongAlgorithm },
        { "alg in an array", k => With(k, Alg(k, "[\"RS256\"]")), TokenFault.WrongAlgorithm },
        { "alg in an object", k => With(k, Alg(k, "{\"alg\":\"RS256\"}")), TokenFault.WrongAlgorithm },
        { "no alg", k => With(k, $$"""{"kid":"{{k.Issuers.Kid}}","typ":"at+jwt"}"""), TokenFault.WrongAlgorithm },
        { "alg only in another case", k => With(k, $$"""{"ALG":"RS256","kid":"{{k.Issuers.Kid}}","typ":"at+jwt"}"""), TokenFault.WrongAlgorithm },
        { "an empty object", k => With(k, "{}"), TokenFault.WrongAlgorithm },

        // RFC 8725 §3.11, RFC 9068 §4: exactly at+jwt or application/at+jwt, as they are spelled there.
        { "typ JWT", k => With(k, Typ(k, "\"JWT\"")), TokenFault.WrongType },
        { "typ AT+JWT", k => With(k, Typ(k, "\"AT+JWT\"")), TokenFault.WrongType },
        { "typ At+Jwt", k => With(k, Typ(k, "\"At+Jwt\"")), TokenFault.WrongType },
        { "typ Application/at+jwt", k => With(k, Typ(k, "\"Application/at+jwt\"")), TokenFault.WrongType },
        { "typ application/application/at+jwt", k => With(k, Typ(k, "\"application/application/at+jwt\"")), TokenFault.WrongType },
        { "typ at+jwt with a parameter", k => With(k, Typ(k, "\"at+jwt; x=y\"")), TokenFault.WrongType },
        { "typ token-introspection+jwt", k => With(k, Typ(k, "\"token-introspection+jwt\"")), TokenFault.WrongType },
        { "typ null", k => With(k, Typ(k, "null")), TokenFault.WrongType },
        { "typ in an array", k => With(k, Typ(k, "[\"at+jwt\"]")), TokenFault.WrongType },
        { "no typ", k => With(k, $$"""{"alg":"RS256","kid":"{{k.Issuers.Kid}}"}"""), TokenFault.WrongType },

        { "no kid", k => With(k, """{"alg":"RS256","typ":"at+jwt"}"""), TokenFault.BadKid },
        { "kid null", k => With(k, Kid("null")), TokenFault.BadKid },
        { "kid a number", k => With(k, Kid("1")), TokenFault.BadKid },
        { "kid in an array", k => With(k, Kid($"[\"{k.Issuers.Kid}\"]")), TokenFault.BadKid },
        { "kid empty", k => With(k, Kid("\"\"")), TokenFault.BadKid },
        { "kid of 129 characters", k => With(k, Kid($"\"{new string('a', 129)}\"")), TokenFault.BadKid },
        { "kid of 8,000 characters", k => With(k, Kid($"\"{new string('a', 8000)}\"")), TokenFault.BadKid },
        { "kid a path", k => With(k, Kid("\"../../../../dev/null\"")), TokenFault.BadKid },
        { "kid a path with backslashes", k => With(k, Kid("\"..\\\\..\\\\key\"")), TokenFault.BadKid },
        { "kid a URL", k => With(k, Kid("\"https://evil.example/key\"")), TokenFault.BadKid },
        { "kid with SQL", k => With(k, Kid("\"x' union select 'secret\"")), TokenFault.BadKid },
        { "kid with a command", k => With(k, Kid("\"key|/usr/bin/uname\"")), TokenFault.BadKid },
        { "kid with a NUL", k => With(k, Kid($"\"{k.Issuers.Kid}\\u0000\"")), TokenFault.BadKid },
        { "kid with a line feed", k => With(k, Kid($"\"{k.Issuers.Kid}\\n\"")), TokenFault.BadKid },
        { "kid with a fullwidth letter", k => With(k, Kid("\"\uff21\"")), TokenFault.BadKid },
        { "kid that nobody has", k => With(k, Kid("\"unknown\"")), TokenFault.UnknownKey },
        { "kid of 128 characters that nobody has", k => With(k, Kid($"\"{new string('a', 128)}\"")), TokenFault.UnknownKey },
        { "kid in another case", k => With(k, Kid($"\"{Swap(k.Issuers.Kid)}\"")), TokenFault.UnknownKey },
        { "kid two dots", k => With(k, Kid("\"..\"")), TokenFault.UnknownKey },
        { "kid and signature of an untrusted key", k => Forge.Sound(k.Attackers), TokenFault.UnknownKey },

        // RFC 7515 §4.1.11, RFC 7797 §6, RFC 7516 §4.1.
        { "crit with a known name", k => With(k, Forge.Header(k.Issuers, ",\"crit\":[\"exp\"],\"exp\":1")), TokenFault.CriticalHeader },
        { "crit empty", k => With(k, Forge.Header(k.Issuers, ",\"crit\":[]")), TokenFault.CriticalHeader },
        { "crit null", k => With(k, Forge.Header(k.Issuers, ",\"crit\":null")), TokenFault.CriticalHeader },
        { "crit with b64:false", k => With(k, Forge.Header(k.Issuers, ",\"crit\":[\"b64\"],\"b64\":false")), TokenFault.CriticalHeader },
        { "b64:false", k => With(k, Forge.Header(k.Issuers, ",\"b64\":false")), TokenFault.UnsupportedHeader },
        { "b64 a text", k => With(k, Forge.Header(k.Issuers, ",\"b64\":\"true\"")), TokenFault.UnsupportedHeader },
        { "zip", k => With(k, Forge.Header(k.Issuers, ",\"zip\":\"DEF\"")), TokenFault.UnsupportedHeader },
        { "enc", k => With(k, Forge.Header(k.Issuers, ",\"enc\":\"A128GCM\"")), TokenFault.UnsupportedHeader },

        { "alg twice", k => With(k, Forge.Header(k.Issuers, ",\"alg\":\"none\"")), TokenFault.DuplicateMember },
        { "alg twice, the same", k => With(k, Forge.Header(k.Issuers, ",\"alg\":\"RS256\"")), TokenFault.DuplicateMember },
        { "alg twice, once escaped", k => With(k, Forge.Header(k.Issuers, ",\"\\u0061lg\":\"none\"")), TokenFault.DuplicateMember },
        { "kid twice, once all escaped", k => With(k, Forge.Header(k.Issuers, ",\"\\u006B\\u0069\\u0064\":\"x\"")), TokenFault.DuplicateMember },
        { "an unknown name twice", k => With(k, Forge.Header(k.Issuers, ",\"x\":1,\"x\":1")), TokenFault.DuplicateMember },
        { "a nested name twice", k => With(k, Forge.Header(k.Issuers, ",\"jwk\":{\"n\":1,\"n\":2}")), TokenFault.DuplicateMember },
        { "a name twice in an array's object", k => With(k, Forge.Header(k.Issuers, ",\"x\":[0,{\"y\":[{\"z\":1,\"z\":1}]}]")), TokenFault.DuplicateMember },
        { "the empty name twice", k => With(k, Forge.Header(k.Issuers, ",\"\":1,\"\":1")), TokenFault.DuplicateMember },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void is_refused_for(string fault) => Table.Check(fault, keys);

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("application/at+jwt")]
    [InlineData("at\\u002bjwt")]
    [InlineData("application\\/at+jwt")]
    public void is_accepted_with_either_form_of_the_type(string typ) =>
        Assert.Equal(TokenFault.None, keys.Validate(With(keys, Typ(keys, $"\"{typ}\""))));

    [Fact]
    public void is_accepted_with_b64_true_which_changes_nothing() =>
        Assert.Equal(TokenFault.None, keys.Validate(With(keys, Forge.Header(keys.Issuers, ",\"b64\":true"))));

    [Fact]
    public void is_accepted_with_one_name_in_two_objects() =>
        Assert.Equal(TokenFault.None, keys.Validate(With(keys, Forge.Header(keys.Issuers, ",\"a\":{\"alg\":1,\"b\":{\"alg\":1}},\"b\":[{\"a\":1},{}]"))));

    [Fact]
    public void is_accepted_without_a_type_only_where_the_rules_say_so()
    {
        var untyped = With(keys, $$"""{"alg":"RS256","kid":"{{keys.Issuers.Kid}}"}""");
        var rules = Forge.Rules with { AllowUntyped = true };

        Assert.Equal(TokenFault.None, keys.Validate(untyped, rules));
        Assert.Equal(TokenFault.WrongType, keys.Validate(With(keys, Typ(keys, "\"JWT\"")), rules));
        Assert.Equal(TokenFault.WrongType, keys.Validate(With(keys, Typ(keys, "null")), rules));
    }

    private static string With(Keys keys, string header) => Forge.Sign(keys.Issuers, header, Forge.Payload());

    private static string Alg(Keys keys, string alg) => $$"""{"alg":{{alg}},"kid":"{{keys.Issuers.Kid}}","typ":"at+jwt"}""";

    private static string Typ(Keys keys, string typ) => $$"""{"alg":"RS256","kid":"{{keys.Issuers.Kid}}","typ":{{typ}}}""";

    private static string Kid(string kid) => $$"""{"alg":"RS256","kid":{{kid}},"typ":"at+jwt"}""";

    private static string Swap(string text) => string.Concat(text.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));
}
