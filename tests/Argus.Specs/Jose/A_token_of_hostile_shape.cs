using Argus.Jose;

namespace Argus.Specs.Jose;

public class A_token_of_hostile_shape(Keys keys) : IClassFixture<Keys>
{
    private static readonly Hostile Table = new()
    {
        { "nothing at all", _ => "", TokenFault.NotThreeSegments },
        { "one segment", _ => "abc", TokenFault.NotThreeSegments },
        { "two segments", k => Cut(k, 2), TokenFault.NotThreeSegments },
        { "a fourth segment", k => Forge.Sound(k.Issuers) + ".AAAA", TokenFault.NotThreeSegments },
        { "an empty fourth segment", k => Forge.Sound(k.Issuers) + ".", TokenFault.NotThreeSegments },
        { "five segments, as a JWE has", k => Forge.Sound(k.Issuers) + ".AAAA.AAAA", TokenFault.NotThreeSegments },
        { "only dots", _ => "..", TokenFault.BadJson },
        { "an empty header", k => $".{Forge.Encode(Forge.Payload())}.{Forge.Sound(k.Issuers).Split('.')[2]}", TokenFault.BadJson },
        { "an empty payload", k => Forge.SignInput(k.Issuers, Forge.Encode(Forge.Header(k.Issuers)) + "."), TokenFault.BadJson },
        { "an empty signature", k => Cut(k, 2) + ".", TokenFault.BadSignature },
        { "one byte more than 16 KiB", _ => new string('a', JwtValidator.MaxTokenLength + 1), TokenFault.TooLarge },
        { "16 KiB of dots", _ => new string('.', JwtValidator.MaxTokenLength), TokenFault.NotThreeSegments },
        { "padding on the header", k => Mangle(k, 0, s => s + "="), TokenFault.BadBase64Url },
        { "padding on the payload", k => Mangle(k, 1, s => s + "=="), TokenFault.BadBase64Url },
        { "padding on the signature", k => Forge.Sound(k.Issuers) + "==", TokenFault.BadBase64Url },
        { "a blank before it", k => " " + Forge.Sound(k.Issuers), TokenFault.BadBase64Url },
        { "a line feed behind it", k => Forge.Sound(k.Issuers) + "\n", TokenFault.BadBase64Url },
        { "a tab inside", k => Mangle(k, 1, s => s.Insert(8, "\t")), TokenFault.BadBase64Url },
        { "a NUL behind it", k => Forge.Sound(k.Issuers) + "\0", TokenFault.BadBase64Url },
        { "a plus, of the other base64", k => Mangle(k, 2, s => "+" + s[1..]), TokenFault.BadBase64Url },
        { "a slash, of the other base64", k => Mangle(k, 2, s => "/" + s[1..]), TokenFault.BadBase64Url },
        { "a percent escape", k => Mangle(k, 1, s => s + "%3D"), TokenFault.BadBase64Url },
        { "a character that is no ASCII", k => Mangle(k, 2, s => "é" + s[2..]), TokenFault.BadBase64Url },
        { "a segment of 4n + 1 characters", k => Mangle(k, 1, s => s[..(s.Length / 4 * 4)] + "A"), TokenFault.BadBase64Url },
        { "trailing bits in the signature", k => Mangle(k, 2, s => s[..^1] + (char)(s[^1] + 1)), TokenFault.BadBase64Url },
        { "trailing bits in a header of 3n + 1 bytes", k => Bits(k, 1), TokenFault.BadBase64Url },
        { "trailing bits in a header of 3n + 2 bytes", k => Bits(k, 2), TokenFault.BadBase64Url },
        { "a header that is an array", k => Forge.Sign(k.Issuers, "[]", Forge.Payload()), TokenFault.BadJson },
        { "a header that is a string", k => Forge.Sign(k.Issuers, "\"RS256\"", Forge.Payload()), TokenFault.BadJson },
        { "a header that is null", k => Forge.Sign(k.Issuers, "null", Forge.Payload()), TokenFault.BadJson },
        { "a header with something behind it", k => Forge.Sign(k.Issuers, Forge.Header(k.Issuers) + "{}", Forge.Payload()), TokenFault.BadJson },
        { "a header with a comment", k => Forge.Sign(k.Issuers, Forge.Header(k.Issuers) + "//", Forge.Payload()), TokenFault.BadJson },
        { "a header with a trailing comma", k => Forge.Sign(k.Issuers, Forge.Header(k.Issuers, ","), Forge.Payload()), TokenFault.BadJson },
        { "a header cut short", k => Forge.Sign(k.Issuers, Forge.Header(k.Issuers)[..^1], Forge.Payload()), TokenFault.BadJson },
        { "a payload that is an array", k => Forge.Sign(k.Issuers, Forge.Header(k.Issuers), $"[{Forge.Payload()}]"), TokenFault.BadJson },
        { "a payload with a NUL behind it", k => Forge.Sign(k.Issuers, Forge.Header(k.Issuers), Forge.Payload() + "\0"), TokenFault.BadJson },
        { "a payload that is another token", k => Forge.Sign(k.Issuers, Forge.Header(k.Issuers), Forge.Sound(k.Issuers)), TokenFault.BadJson },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void is_refused_for(string fault) => Table.Check(fault, keys);

    [Fact]
    public void is_accepted_at_the_size_limit_and_refused_above_it()
    {
        // A payload filled up so that the token has exactly 16 KiB.
        var spare = JwtValidator.MaxTokenLength - Forge.Sound(keys.Issuers).Length;
        var filler = Enumerable.Range(spare * 3 / 4 - 12, 24)
            .Select(n => Forge.Sign(keys.Issuers, Forge.Header(keys.Issuers), Forge.Payload(more: $",\"x\":\"{new string('x', n)}\"")))
            .ToLookup(token => token.Length);

        Assert.Equal(TokenFault.None, keys.Validate(filler[JwtValidator.MaxTokenLength].First()));
        Assert.Equal(TokenFault.TooLarge, keys.Validate(filler.Where(t => t.Key > JwtValidator.MaxTokenLength).First().First()));
    }

    private static string Cut(Keys keys, int segments) => string.Join('.', Forge.Sound(keys.Issuers).Split('.')[..segments]);

    private static string Mangle(Keys keys, int segment, Func<string, string> how)
    {
        var segments = Forge.Sound(keys.Issuers).Split('.');
        segments[segment] = how(segments[segment]);
        return string.Join('.', segments);
    }

    // White space fills the header to 3n + rest bytes; then the last character gets a bit that carries nothing.
    private static string Bits(Keys keys, int rest)
    {
        var header = Forge.Header(keys.Issuers);
        while (header.Length % 3 != rest) header += " ";
        var encoded = Forge.Encode(header);
        return Forge.SignInput(keys.Issuers, $"{encoded[..^1]}{(char)(encoded[^1] + 1)}.{Forge.Encode(Forge.Payload())}");
    }
}
