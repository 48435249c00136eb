using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.Jose;

namespace Argus.Specs.Jose;

public class A_JWK_from_outside(Keys keys) : IClassFixture<Keys>
{
    private const string N = Vectors.Rfc7517N;

    private static readonly Dictionary<string, (string Json, JwkFault Fault)> Table = new()
    {
        ["d"] = (Rsa(",\"d\":\"AQAB\""), JwkFault.PrivateMember),
        ["p"] = (Rsa(",\"p\":\"AQAB\""), JwkFault.PrivateMember),
        ["q"] = (Rsa(",\"q\":\"AQAB\""), JwkFault.PrivateMember),
        ["dp"] = (Rsa(",\"dp\":\"AQAB\""), JwkFault.PrivateMember),
        ["dq"] = (Rsa(",\"dq\":\"AQAB\""), JwkFault.PrivateMember),
        ["qi"] = (Rsa(",\"qi\":\"AQAB\""), JwkFault.PrivateMember),
        ["oth"] = (Rsa(",\"oth\":[]"), JwkFault.PrivateMember),
        ["k"] = (Rsa(",\"k\":\"AQAB\""), JwkFault.PrivateMember),
        ["priv"] = (Rsa(",\"priv\":\"AQAB\""), JwkFault.PrivateMember),
        ["d, null"] = (Rsa(",\"d\":null"), JwkFault.PrivateMember),
        ["d, its name escaped"] = (Rsa(",\"\\u0064\":\"AQAB\""), JwkFault.PrivateMember),
        ["d, before all else is wrong"] = ("""{"d":"AQAB","kty":"x","use":"enc"}""", JwkFault.PrivateMember),
        ["a symmetric key"] = ("""{"kty":"oct","k":"AQAB"}""", JwkFault.PrivateMember),
        ["a symmetric key without k"] = ("""{"kty":"oct"}""", JwkFault.WrongKeyType),
        ["an EC key"] = ("""{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}""", JwkFault.WrongKeyType),
        ["kty rsa"] = ($$"""{"kty":"rsa","n":"{{N}}","e":"AQAB"}""", JwkFault.WrongKeyType),
        ["kty a number"] = ($$"""{"kty":1,"n":"{{N}}","e":"AQAB"}""", JwkFault.BadMember),
        ["no kty"] = ($$"""{"n":"{{N}}","e":"AQAB"}""", JwkFault.MissingMember),
        ["no n"] = ("""{"kty":"RSA","e":"AQAB"}""", JwkFault.MissingMember),
        ["no e"] = ($$"""{"kty":"RSA","n":"{{N}}"}""", JwkFault.MissingMember),
        ["nothing"] = ("{}", JwkFault.MissingMember),
        ["alg HS256"] = (Rsa(",\"alg\":\"HS256\""), JwkFault.WrongAlgorithm),
        ["alg PS256"] = (Rsa(",\"alg\":\"PS256\""), JwkFault.WrongAlgorithm),
        ["alg null"] = (Rsa(",\"alg\":null"), JwkFault.BadMember),
        ["use enc"] = (Rsa(",\"use\":\"enc\""), JwkFault.WrongUse),
        ["key_ops without verify"] = (Rsa(",\"key_ops\":[\"encrypt\"]"), JwkFault.WrongUse),
        ["key_ops empty"] = (Rsa(",\"key_ops\":[]"), JwkFault.WrongUse),
        ["key_ops a text"] = (Rsa(",\"key_ops\":\"verify\""), JwkFault.WrongUse),
        ["key_ops of numbers"] = (Rsa(",\"key_ops\":[\"verify\",[1]]"), JwkFault.BadMember),
        ["kid empty"] = (Rsa(",\"kid\":\"\""), JwkFault.BadKid),
        ["kid of 129 characters"] = (Rsa($",\"kid\":\"{new string('a', 129)}\""), JwkFault.BadKid),
        ["kid a path"] = (Rsa(",\"kid\":\"../key\""), JwkFault.BadKid),
        ["kid with a quote"] = (Rsa(",\"kid\":\"a\\\"b\""), JwkFault.BadKid),
        ["kid a number"] = (Rsa(",\"kid\":1"), JwkFault.BadMember),
        ["n twice"] = (Rsa(",\"n\":\"AQAB\""), JwkFault.DuplicateMember),
        ["e twice, once escaped"] = (Rsa(",\"\\u0065\":\"AQAB\""), JwkFault.DuplicateMember),
        ["an unknown name twice"] = (Rsa(",\"x\":{\"a\":1,\"a\":1}"), JwkFault.DuplicateMember),
        ["n padded"] = (Of(N + "=="), JwkFault.BadBase64Url),
        ["n with a line feed"] = (Of(N + "\\n"), JwkFault.BadBase64Url),
        ["n with a plus"] = (Of("+" + N[1..]), JwkFault.BadBase64Url),
        ["n with trailing bits"] = (Of(N[..^1] + "x"), JwkFault.BadBase64Url),
        ["n with a letter that is no ASCII"] = (Of("é" + N[1..]), JwkFault.BadBase64Url),
        ["n empty"] = (Of(""), JwkFault.BadModulus),
        ["n even"] = (Of(Modulus(256, last: 2)), JwkFault.BadModulus),
        ["n with a leading zero"] = (Of(Modulus(257, first: 0)), JwkFault.BadModulus),
        ["n zero"] = (Of("AA"), JwkFault.BadModulus),
        ["n of 1024 bits"] = (Of(Modulus(128)), JwkFault.UnsupportedSize),
        ["n of 2047 bits"] = (Of(Modulus(256, first: 0x7F)), JwkFault.UnsupportedSize),
        ["n of 4097 bits"] = (Of(Modulus(513, first: 0x01)), JwkFault.UnsupportedSize),
        ["n of 8192 bits"] = (Of(Modulus(1024)), JwkFault.UnsupportedSize),
        ["e 3"] = (Of(N, "Aw"), JwkFault.BadExponent),
        ["e 1"] = (Of(N, "AQ"), JwkFault.BadExponent),
        ["e empty"] = (Of(N, ""), JwkFault.BadExponent),
        ["e with a leading zero"] = (Of(N, "AAEAAQ"), JwkFault.BadExponent),
        ["e a number"] = ($$"""{"kty":"RSA","n":"{{N}}","e":65537}""", JwkFault.BadMember),
        ["no JSON"] = ("kty", JwkFault.BadJson),
        ["no text"] = ("", JwkFault.BadJson),
        ["an array"] = ($"[{Rsa()}]", JwkFault.BadJson),
        ["two keys"] = (Rsa() + Rsa(), JwkFault.BadJson),
        ["cut short"] = (Rsa()[..^1], JwkFault.BadJson),
        ["a lone surrogate"] = (Rsa(",\"kid\":\"\\ud800\""), JwkFault.BadJson),
        ["a byte order mark"] = ("\uFEFF" + Rsa(), JwkFault.BadJson),
        ["17 KiB"] = (Rsa($",\"x\":\"{new string('x', 17 * 1024)}\""), JwkFault.TooLarge),
        ["a private key in PEM"] = ("-----BEGIN PRIVATE KEY-----", JwkFault.BadJson),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void is_refused_for(string member)
    {
        var (json, expected) = Table[member];

        Assert.False(RsaPublicJwk.TryParse(Encoding.UTF8.GetBytes(json), out var jwk, out var fault));

        Assert.Equal(expected, fault);
        Assert.Null(jwk);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"use\":\"sig\",\"alg\":\"RS256\"")]
    [InlineData(",\"key_ops\":[\"sign\",\"verify\"]")]
    [InlineData(",\"x5c\":[\"MII=\"],\"x5t\":\"a\",\"D\":\"a\",\"x\":{\"d\":1,\"k\":[{\"p\":1}]}")]
    public void is_taken_with_members_that_do_no_harm(string more)
    {
        Assert.True(RsaPublicJwk.TryParse(Encoding.UTF8.GetBytes(Rsa(more)), out var jwk, out var fault));
        Assert.Equal((JwkFault.None, Vectors.Rfc7638Thumbprint), (fault, jwk.Kid));
    }

    [Theory]
    [InlineData(256, 0x80, 2048)]
    [InlineData(257, 0x01, 2049)]
    [InlineData(384, 0xFF, 3072)]
    [InlineData(512, 0xFF, 4096)]
    public void is_taken_with_2048_to_4096_bits(int bytes, byte first, int bits)
    {
        Assert.True(RsaPublicJwk.TryParse(Encoding.UTF8.GetBytes(Of(Modulus(bytes, first))), out var jwk, out _));
        Assert.Equal(bits, jwk.Bits);
        using var key = new VerificationKey(jwk);
        Assert.False(key.VerifyHash(new byte[32], new byte[bytes]));
    }

    [Fact]
    public void is_written_as_it_is_read_with_public_members_only()
    {
        var jwk = keys.Issuers.PublicJwk;

        var written = Write(jwk);

        Assert.Equal($$"""{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{jwk.Kid}}","n":"{{jwk.N}}","e":"AQAB"}""", written);
        Assert.True(RsaPublicJwk.TryParse(Encoding.UTF8.GetBytes(written), out var read, out _));
        Assert.Equal(written, Write(read));
    }

    [Fact]
    public void is_never_made_of_a_weak_key()
    {
        using var small = RSA.Create(1024);

        Assert.Throws<ArgumentException>(() => RsaPublicJwk.FromRsa(small));
        Assert.Throws<ArgumentException>(() => new SigningKey(small));
    }

    [Fact]
    public void does_not_become_a_signing_key()
    {
        using var publicHalf = RSA.Create(keys.IssuersRsa.ExportParameters(includePrivateParameters: false));

        Assert.Throws<ArgumentException>(() => new SigningKey(publicHalf));
    }

    private static string Write(RsaPublicJwk jwk)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) jwk.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Rsa(string more = "") => $$"""{"kty":"RSA","n":"{{N}}","e":"AQAB"{{more}}}""";

    private static string Of(string n, string e = "AQAB") => $$"""{"kty":"RSA","n":"{{n}}","e":"{{e}}"}""";

    private static string Modulus(int bytes, byte first = 0xFF, byte last = 0x01)
    {
        var modulus = new byte[bytes];
        (modulus[0], modulus[^1]) = (first, last);
        return Forge.Encode(modulus);
    }
}
