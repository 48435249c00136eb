using System.Text;
using Argus.Jose;
using Argus.Jose.ClientProofs.Spiffe;

namespace Argus.Specs.Jose.ClientProofs;

public class A_JWT_SVID(ProofForge forge) : IClassFixture<ProofForge>
{
    private const string Audience = "https://auth.example/t/acme";
    private const string Name = "spiffe://acme.example/billing";

    private static readonly JwtSvidRules Rules = new() { Audience = Audience };

    private static readonly Dictionary<string, (string Header, string Payload, TokenFault Fault)> Table = new()
    {
        ["alg none"] = (Header("none"), Payload(), TokenFault.WrongAlgorithm),
        ["alg HS256"] = (Header("HS256"), Payload(), TokenFault.WrongAlgorithm),
        ["an access token's typ"] = (Header(more: ",\"typ\":\"at+jwt\""), Payload(), TokenFault.WrongType),
        ["no kid"] = ("""{"alg":"ES256"}""", Payload(), TokenFault.BadKid),
        ["an unknown kid"] = ("""{"alg":"ES256","kid":"x"}""", Payload(), TokenFault.UnknownKey),
        ["the kid of the RSA key"] = ("""{"alg":"ES256","kid":"rsa"}""", Payload(), TokenFault.BadSignature),
        ["crit"] = (Header(more: ",\"crit\":[\"x\"]"), Payload(), TokenFault.CriticalHeader),
        ["a header that SPIFFE does not know"] = (Header(more: ",\"x5u\":\"https://evil.example\""), Payload(), TokenFault.UnsupportedHeader),
        ["kid twice"] = (Header(more: ",\"kid\":\"ec\""), Payload(), TokenFault.DuplicateMember),
        ["no sub"] = (Header(), Payload(sub: null), TokenFault.MissingClaim),
        ["a sub that is no name"] = (Header(), Payload(sub: "\"billing\""), TokenFault.WrongIssuer),
        ["a sub of another trust domain"] = (Header(), Payload(sub: "\"spiffe://evil.example/billing\""), TokenFault.WrongIssuer),
        ["no aud"] = (Header(), Payload(aud: null), TokenFault.MissingClaim),
        ["another aud"] = (Header(), Payload(aud: "\"https://api.acme.example\""), TokenFault.WrongAudience),
        ["another aud beside"] = (Header(), Payload(aud: $"[\"{Audience}\",\"https://api.acme.example\"]"), TokenFault.WrongAudience),
        ["no exp"] = (Header(), Payload(exp: "null"), TokenFault.BadClaim),
        ["an exp that is over"] = (Header(), Payload(exp: $"{ProofForge.Seconds - 60}"), TokenFault.Expired),
        ["an exp far ahead"] = (Header(), Payload(exp: $"{ProofForge.Seconds + 3601}"), TokenFault.LifetimeTooLong),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void is_refused_for(string what)
    {
        var (header, payload, expected) = Table[what];

        Assert.Equal((expected, null), (Validate(header, payload, out var svid), svid));
    }

    [Theory]
    [InlineData("ES256", "ec")]
    [InlineData("RS256", "rsa")]
    [InlineData("PS256", "rsa")]
    public void names_its_workload(string alg, string kid)
    {
        Assert.Equal(TokenFault.None, Validate($$"""{"alg":"{{alg}}","kid":"{{kid}}","typ":"JWT"}""", Payload(), out var svid));
        Assert.Equal((Name, (string?)null, ProofForge.Seconds + 300), (svid!.Id.Text, svid.JwtId, svid.ExpiresAt));
    }

    [Fact]
    public void may_have_an_array_with_our_name_only_and_a_jti()
    {
        Assert.Equal(TokenFault.None, Validate(Header(), Payload(aud: $"[\"{Audience}\"]", more: ",\"jti\":\"j\""), out var svid));
        Assert.Equal("j", svid!.JwtId);
    }

    private static string Header(string alg = "ES256", string more = "") => $$"""{"alg":"{{alg}}","kid":"ec"{{more}}}""";

    private static string Payload(string? sub = $"\"{Name}\"", string? aud = $"\"{Audience}\"", string? exp = null, string more = "")
    {
        (string Name, string? Value)[] members = [("sub", sub), ("aud", aud), ("exp", exp ?? $"{ProofForge.Seconds + 300}")];
        return $"{{{string.Join(',', members.Where(m => m.Value is not null).Select(m => $"\"{m.Name}\":{m.Value}"))}{more}}}";
    }

    private TokenFault Validate(string header, string payload, out JwtSvid? svid)
    {
        var keys = forge.EcJwkOf(",\"use\":\"jwt-svid\",\"kid\":\"ec\"") + "," + forge.RsaJwkOf(",\"use\":\"jwt-svid\",\"kid\":\"rsa\"");
        Assert.True(SpiffeBundle.TryParse(Encoding.ASCII.GetBytes($$"""{"keys":[{{keys}}]}"""), "acme.example", out var bundle, out _));
        return JwtSvidValidator.Validate(Encoding.ASCII.GetBytes(forge.Sign(header, payload)), bundle, Rules, ProofForge.Now, out svid);
    }
}
