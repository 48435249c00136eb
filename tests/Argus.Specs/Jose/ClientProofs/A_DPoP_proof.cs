using System.Security.Cryptography;
using System.Text;
using Argus.Jose.ClientProofs;

namespace Argus.Specs.Jose.ClientProofs;

public class A_DPoP_proof(ProofForge forge) : IClassFixture<ProofForge>
{
    private const string AccessToken = "the-access-token";

    private static readonly DpopRules Rules = new() { Method = "POST", Url = ProofForge.Url };

    private static readonly Dictionary<string, (Func<ProofForge, string> Make, DpopFault Fault)> Table = new()
    {
        ["nothing"] = (_ => "", DpopFault.NotThreeSegments),
        ["two segments"] = (_ => "e30.e30", DpopFault.NotThreeSegments),
        ["five segments"] = (_ => "e30.e30.e30.e30.e30", DpopFault.NotThreeSegments),
        ["more than 8 KiB"] = (f => f.Proof(more: $",\"x\":\"{new string('x', 8 * 1024)}\""), DpopFault.TooLarge),
        ["padding"] = (f => f.Proof() + "=", DpopFault.BadBase64Url),
        ["a space before it"] = (f => " " + f.Proof(), DpopFault.BadBase64Url),
        ["a header that is no object"] = (f => f.Sign("[]", "{}"), DpopFault.BadJson),
        ["a payload that is no object"] = (f => f.Sign(f.Header(), "1"), DpopFault.BadJson),
        ["a payload cut short"] = (f => f.Sign(f.Header(), "{\"a\":"), DpopFault.BadJson),
        ["alg twice"] = (f => f.Proof(f.Header(more: ",\"alg\":\"ES256\"")), DpopFault.DuplicateMember),
        ["a member of the key twice"] = (f => f.Proof(f.Header(jwk: f.EcJwkOf(",\"kty\":\"EC\""))), DpopFault.DuplicateMember),
        ["jti twice, once escaped"] = (f => f.Proof(more: ",\"\\u006ati\":\"a\""), DpopFault.DuplicateMember),
        ["no typ"] = (f => f.Proof(f.Header().Replace("\"typ\":\"dpop+jwt\",", "", StringComparison.Ordinal)), DpopFault.WrongType),
        ["typ in capitals"] = (f => f.Proof(f.Header().Replace("dpop+jwt", "DPoP+jwt", StringComparison.Ordinal)), DpopFault.WrongType),
        ["typ in its long form"] = (f => f.Proof(f.Header().Replace("dpop+jwt", "application/dpop+jwt", StringComparison.Ordinal)), DpopFault.WrongType),
        ["an access token's typ"] = (f => f.Proof(f.Header().Replace("dpop+jwt", "at+jwt", StringComparison.Ordinal)), DpopFault.WrongType),
        ["alg none"] = (f => f.Proof(f.Header("none")), DpopFault.WrongAlgorithm),
        ["alg HS256"] = (f => f.Proof(f.Header("HS256")), DpopFault.WrongAlgorithm),
        ["alg ES384"] = (f => f.Proof(f.Header("ES384")), DpopFault.WrongAlgorithm),
        ["alg es256"] = (f => f.Proof(f.Header("es256")), DpopFault.WrongAlgorithm),
        ["RS256 over an EC key"] = (f => f.Proof(f.Header("RS256")), DpopFault.WrongAlgorithm),
        ["ES256 over an RSA key"] = (f => f.Proof(f.Header("ES256", f.RsaJwk)), DpopFault.WrongAlgorithm),
        ["PS256 over a key for RS256"] = (f => f.Proof(f.Header("PS256", f.RsaJwkOf(",\"alg\":\"RS256\""))), DpopFault.WrongAlgorithm),
        ["crit"] = (f => f.Proof(f.Header(more: ",\"crit\":[\"x\"]")), DpopFault.CriticalHeader),
        ["b64 false"] = (f => f.Proof(f.Header(more: ",\"b64\":false")), DpopFault.UnsupportedHeader),
        ["zip"] = (f => f.Proof(f.Header(more: ",\"zip\":\"DEF\"")), DpopFault.UnsupportedHeader),
        ["no jwk"] = (f => f.Proof("""{"typ":"dpop+jwt","alg":"ES256","kid":"a"}"""), DpopFault.BadKey),
        ["jwk a text"] = (f => f.Proof(f.Header(jwk: "\"a\"")), DpopFault.BadKey),
        ["a symmetric key"] = (f => f.Proof(f.Header(jwk: """{"kty":"oct","k":"AQAB"}""")), DpopFault.PrivateKey),
        ["a private key"] = (f => f.Proof(f.Header(jwk: f.EcJwkOf(",\"d\":\"AQAB\""))), DpopFault.PrivateKey),
        ["a key that may only encrypt"] = (f => f.Proof(f.Header(jwk: f.EcJwkOf(",\"use\":\"enc\""))), DpopFault.BadKey),
        ["a short RSA key"] = (f => f.Proof(f.Header("RS256", ShortRsa())), DpopFault.BadKey),
        ["another's key"] = (f => f.Proof(f.Header(jwk: OtherEc())), DpopFault.BadSignature),
        ["no signature"] = (f => f.Proof()[..(f.Proof().LastIndexOf('.') + 1)], DpopFault.BadSignature),
        ["a signature of zeros"] = (f => f.Proof()[..(f.Proof().LastIndexOf('.') + 1)] + Forge.Encode(new byte[64]), DpopFault.BadSignature),
        ["a changed payload"] = (f => Swapped(f.Proof(), f.Proof(htm: "\"GET\"")), DpopFault.BadSignature),
        ["no jti"] = (f => f.Proof(jti: null), DpopFault.MissingClaim),
        ["an empty jti"] = (f => f.Proof(jti: "\"\""), DpopFault.BadClaim),
        ["a jti of 129 characters"] = (f => f.Proof(jti: $"\"{new string('a', 129)}\""), DpopFault.BadClaim),
        ["a jti with a quote"] = (f => f.Proof(jti: "\"a'b\""), DpopFault.BadClaim),
        ["a jti that is a number"] = (f => f.Proof(jti: "1"), DpopFault.BadClaim),
        ["no htm"] = (f => f.Proof(htm: null), DpopFault.MissingClaim),
        ["htm of another method"] = (f => f.Proof(htm: "\"GET\""), DpopFault.WrongMethod),
        ["htm in small letters"] = (f => f.Proof(htm: "\"post\""), DpopFault.WrongMethod),
        ["no htu"] = (f => f.Proof(htu: null), DpopFault.MissingClaim),
        ["htu of another path"] = (f => f.Proof(htu: "\"https://auth.example/t/acme/oauth/revoke\""), DpopFault.WrongUrl),
        ["htu of another host"] = (f => f.Proof(htu: "\"https://evil.example/t/acme/oauth/token\""), DpopFault.WrongUrl),
        ["no iat"] = (f => f.Sign(f.Header(), $$"""{"jti":"a","htm":"POST","htu":"{{ProofForge.Url}}"}"""), DpopFault.MissingClaim),
        ["iat with a fraction"] = (f => f.Proof(iat: $"{ProofForge.Seconds}.5"), DpopFault.BadClaim),
        ["iat a text"] = (f => f.Proof(iat: $"\"{ProofForge.Seconds}\""), DpopFault.BadClaim),
        ["iat 61 seconds ago"] = (f => f.Proof(iat: $"{ProofForge.Seconds - 61}"), DpopFault.Stale),
        ["iat at the beginning of time"] = (f => f.Proof(iat: "0"), DpopFault.Stale),
        ["iat 61 seconds ahead"] = (f => f.Proof(iat: $"{ProofForge.Seconds + 61}"), DpopFault.IssuedInFuture),
        ["iat at the end of time"] = (f => f.Proof(iat: "253402300799"), DpopFault.IssuedInFuture),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void is_refused_for(string what)
    {
        var (make, expected) = Table[what];

        Assert.Equal((expected, null), (Validate(make(forge), Rules, out var proof), proof));
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("PS256")]
    [InlineData("RS256")]
    public void is_accepted_with_each_algorithm_and_named_by_its_key(string alg)
    {
        var jwk = alg == "ES256" ? forge.EcJwk : forge.RsaJwk;

        Assert.Equal(DpopFault.None, Validate(forge.Proof(forge.Header(alg, jwk)), Rules, out var proof));

        Assert.True(ProofJwk.TryParse(Encoding.UTF8.GetBytes(jwk), out var key, out _));
        Assert.Equal(new DpopProof(key.Thumbprint, "-BwC3ESc6acc2lTc", ProofForge.Now, null), proof);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public void is_accepted_at_the_edges_of_the_tolerance(int seconds) =>
        Assert.Equal(DpopFault.None, Validate(forge.Proof(iat: $"{ProofForge.Seconds + seconds}"), Rules, out _));

    [Fact]
    public void is_refused_without_the_hash_of_the_access_token_that_came_with_it() =>
        Assert.Equal(DpopFault.MissingClaim, Validate(forge.Proof(), Rules with { AccessToken = AccessToken }, out _));

    [Fact]
    public void is_accepted_with_the_hash_of_the_access_token_that_came_with_it()
    {
        var hash = Forge.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(AccessToken)));

        Assert.Equal(DpopFault.None, Validate(forge.Proof(more: $",\"ath\":\"{hash}\""), Rules with { AccessToken = AccessToken }, out _));
    }

    [Theory]
    [InlineData("", DpopFault.WrongNonce)]
    [InlineData(",\"nonce\":\"old\"", DpopFault.WrongNonce)]
    [InlineData(",\"nonce\":1", DpopFault.BadClaim)]
    [InlineData(",\"nonce\":\"current\"", DpopFault.None)]
    [InlineData(",\"nonce\":\"previous\"", DpopFault.None)]
    public void is_judged_by_its_nonce_where_one_is_demanded(string more, DpopFault expected) =>
        Assert.Equal(expected, Validate(forge.Proof(more: more), Rules with { Nonces = ["current", "previous"] }, out _));

    [Fact]
    public void tells_the_nonce_that_nobody_demanded()
    {
        Assert.Equal(DpopFault.None, Validate(forge.Proof(more: ",\"nonce\":\"n\""), Rules, out var proof));
        Assert.Equal("n", proof!.Nonce);
    }

    [Fact]
    public void of_any_bytes_is_refused_without_an_exception()
    {
        var sound = Encoding.ASCII.GetBytes(forge.Proof());
        var random = new Xorshift(20260301);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = (byte[])sound.Clone();
            for (var changes = 1 + random.Below(3); changes > 0; changes--) bytes[random.Below(bytes.Length)] = (byte)random.Below(256);
            if (bytes.AsSpan().SequenceEqual(sound)) continue;

            Assert.NotEqual(DpopFault.None, DpopProofValidator.Validate(bytes, Rules, ProofForge.Now, out _));
        }
    }

    private static DpopFault Validate(string proof, DpopRules rules, out DpopProof? verified) =>
        DpopProofValidator.Validate(Encoding.UTF8.GetBytes(proof), rules, ProofForge.Now, out verified);

    private static string Swapped(string signed, string other) => other[..other.LastIndexOf('.')] + signed[signed.LastIndexOf('.')..];

    private static string OtherEc()
    {
        using var other = new ProofForge();
        return other.EcJwk;
    }

    private static string ShortRsa()
    {
        using var rsa = RSA.Create(1024);
        return $$"""{"kty":"RSA","n":"{{Forge.Encode(rsa.ExportParameters(false).Modulus!)}}","e":"AQAB"}""";
    }
}
