using System.Numerics;
using System.Text;
using Argus.Jose.PrivateKeys;

namespace Argus.Specs.Jose.PrivateKeys;

public class A_private_JWK_being_imported(SoundKey sound) : IClassFixture<SoundKey>
{
    private static readonly Dictionary<string, (Func<RsaNumbers, string> Jwk, PrivateKeyFault Fault)> Table = new()
    {
        ["public"] = (key => $$"""{"kty":"RSA","n":"{{Arithmetic.Text(key.N)}}","e":"AQAB"}""", PrivateKeyFault.NotPrivate),
        ["public, for verifying"] = (_ => """{"kty":"RSA","n":"AQAB","e":"AQAB","key_ops":["verify"]}""", PrivateKeyFault.NotPrivate),
        ["symmetric"] = (_ => """{"kty":"oct","k":"AQAB"}""", PrivateKeyFault.NotRsa),
        ["EC"] = (_ => Vectors.Rfc7517A2Ec, PrivateKeyFault.NotRsa),
        ["Ed25519"] = (_ => """{"kty":"OKP","crv":"Ed25519","d":"AQAB","x":"AQAB"}""", PrivateKeyFault.NotRsa),
        ["kty rsa"] = (key => key.Jwk().Replace("RSA", "rsa", StringComparison.Ordinal), PrivateKeyFault.NotRsa),
        ["kty null"] = (key => key.Jwk().Replace("\"RSA\"", "null", StringComparison.Ordinal), PrivateKeyFault.BadMember),
        ["no kty"] = (key => key.Jwk().Replace("\"kty\":\"RSA\",", "", StringComparison.Ordinal), PrivateKeyFault.MissingMember),
        ["nothing"] = (_ => "{}", PrivateKeyFault.MissingMember),
        ["a set"] = (key => $$"""{"keys":[{{key.Jwk()}}]}""", PrivateKeyFault.NotOneKey),
        ["no primes"] = (_ => Vectors.Rfc7517A2Rsa, PrivateKeyFault.MissingMember),
        ["oth"] = (key => key.Jwk(",\"oth\":[{\"r\":\"AQAB\",\"d\":\"AQAB\",\"t\":\"AQAB\"}]"), PrivateKeyFault.MultiPrime),
        ["oth empty"] = (key => key.Jwk(",\"oth\":[]"), PrivateKeyFault.MultiPrime),
        ["alg PS256"] = (key => key.Jwk(",\"alg\":\"PS256\""), PrivateKeyFault.WrongAlgorithm),
        ["alg RSA-OAEP"] = (key => key.Jwk(",\"alg\":\"RSA-OAEP\""), PrivateKeyFault.WrongAlgorithm),
        ["alg null"] = (key => key.Jwk(",\"alg\":null"), PrivateKeyFault.BadMember),
        ["use enc"] = (key => key.Jwk(",\"use\":\"enc\""), PrivateKeyFault.WrongUse),
        ["use a number"] = (key => key.Jwk(",\"use\":1"), PrivateKeyFault.BadMember),
        ["key_ops without sign"] = (key => key.Jwk(",\"key_ops\":[\"verify\",\"decrypt\"]"), PrivateKeyFault.WrongUse),
        ["key_ops a text"] = (key => key.Jwk(",\"key_ops\":\"sign\""), PrivateKeyFault.WrongUse),
        ["key_ops of numbers"] = (key => key.Jwk(",\"key_ops\":[\"sign\",1]"), PrivateKeyFault.BadMember),
        ["d a number"] = (key => key.Jwk(",\"d\":1", without: "d"), PrivateKeyFault.BadMember),
        ["d null"] = (key => key.Jwk(",\"d\":null", without: "d"), PrivateKeyFault.BadMember),
        ["d empty"] = (key => key.Jwk(",\"d\":\"\"", without: "d"), PrivateKeyFault.BadBase64Url),
        ["d padded"] = (key => key.Jwk(",\"d\":\"AQA=\"", without: "d"), PrivateKeyFault.BadBase64Url),
        ["d with a line feed"] = (key => key.Jwk(",\"d\":\"AQAB\\n\"", without: "d"), PrivateKeyFault.BadBase64Url),
        ["d with trailing bits"] = (key => key.Jwk(",\"d\":\"AQB\"", without: "d"), PrivateKeyFault.BadBase64Url),
        ["d in the other alphabet"] = (key => key.Jwk(",\"d\":\"AQ+/\"", without: "d"), PrivateKeyFault.BadBase64Url),
        ["n with a leading zero"] = (key => key.Jwk($",\"n\":\"{WithZero(key.N)}\"", without: "n"), PrivateKeyFault.BadBase64Url),
        ["e with a leading zero"] = (key => key.Jwk(",\"e\":\"AAEAAQ\"", without: "e"), PrivateKeyFault.BadBase64Url),
        ["n zero"] = (key => key.Jwk(",\"n\":\"AA\"", without: "n"), PrivateKeyFault.KeyTooSmall),
        ["p zero"] = (key => key.Jwk(",\"p\":\"AA\"", without: "p"), PrivateKeyFault.WrongFactors),
        ["d twice"] = (key => key.Jwk(",\"d\":\"AQAB\""), PrivateKeyFault.DuplicateMember),
        ["d twice, once escaped"] = (key => key.Jwk(",\"\\u0064\":\"AQAB\""), PrivateKeyFault.DuplicateMember),
        ["an unknown name twice"] = (key => key.Jwk(",\"x\":{\"a\":1,\"a\":1}"), PrivateKeyFault.DuplicateMember),
        ["an array"] = (key => $"[{key.Jwk()}]", PrivateKeyFault.BadJson),
        ["two keys"] = (key => key.Jwk() + key.Jwk(), PrivateKeyFault.BadJson),
        ["something behind it"] = (key => key.Jwk() + " x", PrivateKeyFault.BadJson),
        ["cut short"] = (key => key.Jwk()[..^1], PrivateKeyFault.BadJson),
        ["no text"] = (_ => "", PrivateKeyFault.BadJson),
        ["PEM"] = (_ => "-----BEGIN PRIVATE KEY-----", PrivateKeyFault.BadJson),
        ["more than 16 KiB"] = (key => key.Jwk() + new string(' ', ImportedKey.MaxLength), PrivateKeyFault.TooLarge),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void is_refused_for(string reason) => SoundKey.AssertRefused(Table[reason].Fault, Table[reason].Jwk(sound.Numbers));

    [Theory]
    [InlineData("n")]
    [InlineData("e")]
    [InlineData("d")]
    [InlineData("p")]
    [InlineData("q")]
    [InlineData("dp")]
    [InlineData("dq")]
    [InlineData("qi")]
    public void is_refused_without_any_of_its_numbers(string name) =>
        SoundKey.AssertRefused(PrivateKeyFault.MissingMember, sound.Numbers.Jwk(without: name));

    [Theory]
    [InlineData("")]
    [InlineData(",\"use\":\"sig\",\"alg\":\"RS256\",\"key_ops\":[\"verify\",\"sign\"]")]
    [InlineData(",\"kid\":[\"../../key\"],\"x5c\":[\"MII=\"],\"ext\":true,\"k\":{\"d\":1}")]
    public void is_taken_with_members_that_do_no_harm(string more) => AssertTaken(sound.Numbers.Jwk(more));

    [Fact]
    public void is_taken_with_private_numbers_at_full_length_and_with_escaped_letters()
    {
        var key = sound.Numbers;

        AssertTaken(key.Jwk($",\"d\":\"{WithZero(key.D)}\"", without: "d"));
        AssertTaken(key.Jwk(",\"\\u0065\":\"\\u0041QAB\"", without: "e"));
    }

    [Fact]
    public void is_taken_as_the_RFC_prints_it()
    {
        var (n, d, p, q, dp, dq, qi) = Vectors.Rfc7515A2;

        AssertTaken($$"""{"kty":"RSA","n":"{{n}}","e":"AQAB","d":"{{d}}","p":"{{p}}","q":"{{q}}","dp":"{{dp}}","dq":"{{dq}}","qi":"{{qi}}"}""");
    }

    private static void AssertTaken(string jwk)
    {
        Assert.True(ImportedKey.TryReadJwk(Encoding.UTF8.GetBytes(jwk), out var rsa, out var fault), fault.ToString());
        SoundKey.AssertSigns(rsa, Arithmetic.NumbersOf(rsa));
    }

    private static string WithZero(BigInteger number) =>
        Forge.Encode([0, .. number.ToByteArray(isUnsigned: true, isBigEndian: true)]);
}
