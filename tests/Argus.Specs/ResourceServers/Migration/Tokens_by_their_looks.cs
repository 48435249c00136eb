using System.Buffers.Text;
using System.Text;
using Argus.Jose;
using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Migration;
using Argus.ResourceServer.Revocation;
using Argus.ResourceServer.Trust;

namespace Argus.Specs.ResourceServers.Migration;

public class Tokens_by_their_looks
{
    private const string Trusted = "https://auth.example/t/acme";

    [Theory]
    [InlineData("""{"alg":"RS256","typ":"at+jwt","kid":"k"}""", $$"""{"iss":"{{Trusted}}"}""")]
    [InlineData("""{"alg":"HS256"}""", $$"""{"iss":"{{Trusted}}"}""")]
    [InlineData("""{"alg":"none"}""", $$"""{"sub":"x","iss":"{{Trusted}}"}""")]
    [InlineData("""{"alg":"ES256"}""", $$"""{"iss":"{{Trusted}}"}""")]
    [InlineData("{}", $$"""{"iss":"{{Trusted}}"}""")]
    [InlineData("nonsense", $$"""{"iss":"{{Trusted}}"}""")]
    [InlineData("""{"alg":"RS256"}""", """{"sub":"no issuer"}""")]
    [InlineData("""{"alg":"RS256"}""", "nonsense")]
    [InlineData("""{"alg":"RS256"}""", """{"iss":["https://auth.example/t/acme"]}""")]
    [InlineData("""{"alg":"RS\ud800"}""", "nonsense")]
    [InlineData("""{"alg":"RS256","al\udc00":"x"}""", "nonsense")]
    public void are_Argus_s_when_they_name_an_issuer_that_is_trusted_or_say_RS256_and_hide_theirs(string header, string payload) =>
        Assert.False(LegacyLooks.IsLegacy(Jws(header, payload), Issuers));

    [Theory]
    [InlineData("""{"alg":"HS256","typ":"JWT"}""", """{"iss":"legacy","sub":"1"}""")]
    [InlineData("""{"alg":"HS256"}""", """{"sub":"1"}""")]
    [InlineData("""{"alg":"HS512"}""", """{"iss":"https://auth.example/t/acme/"}""")]
    [InlineData("""{"alg":"RS256"}""", """{"iss":"https://elsewhere.example"}""")]
    public void are_legacy_when_they_name_another_or_none(string header, string payload) => Assert.True(LegacyLooks.IsLegacy(Jws(header, payload), Issuers));

    [Theory]
    [InlineData("")]
    [InlineData("opaque-token")]
    [InlineData("0123456789abcdef")]
    [InlineData("a.b")]
    [InlineData("..")]
    [InlineData("ä.ö.ü")]
    public void are_legacy_when_they_are_no_JWS(string token) => Assert.True(LegacyLooks.IsLegacy(token, Issuers));

    [Theory]
    [InlineData("=")]
    [InlineData("\n")]
    public void are_no_legacy_tokens_for_being_Argus_s_in_another_spelling(string more)
    {
        var parts = Jws("""{"alg":"RS256","typ":"at+jwt","kid":"k"}""", $$"""{"iss":"{{Trusted}}"}""").Split('.');

        Assert.False(LegacyLooks.IsLegacy($"{parts[0]}.{parts[1]}{more}.{parts[2]}", Issuers));
    }

    private static TrustedIssuers Issuers { get; } = new(
        [new TrustedIssuer(new TokenRules { Issuer = Trusted, Typ = TokenType.AccessToken, ClockSkew = TimeSpan.Zero, MaxLifetime = TimeSpan.FromHours(1) }, null!, new NoRevocations())], null);

    private static string Jws(string header, string payload) => $"{Encode(header)}.{Encode(payload)}.c2lnbmF0dXJl";

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
