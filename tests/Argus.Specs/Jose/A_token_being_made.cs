using System.Security.Cryptography;
using System.Text;
using Argus.Jose;

namespace Argus.Specs.Jose;

public class A_token_being_made(Keys keys) : IClassFixture<Keys>
{
    private readonly byte[] _header = UnsignedJws.EncodeHeader(keys.Issuers.Kid, TokenType.AccessToken);

    private UnsignedJws Unsigned() => UnsignedJws.Create(_header, Encoding.UTF8.GetBytes(Forge.Payload()), keys.Issuers.SignatureLength);

    [Fact]
    public void is_accepted_once_signed_and_says_what_was_put_in()
    {
        var compact = Unsigned().Sign(keys.Issuers);

        var fault = JwtValidator.Validate(compact.Span, Forge.Rules, keys.ByKid, Forge.Now, out var token);

        Assert.Equal(TokenFault.None, fault);
        Assert.NotNull(token);
        Assert.Equal(keys.Issuers.Kid, token.Kid);
        Assert.Equal(Forge.Issuer, token.Issuer);
        Assert.Equal("client:orders", token.Subject);
        Assert.Equal([Forge.Audience], token.Audiences);
        Assert.Equal("01J9Z3", token.JwtId);
        Assert.Equal("orders", token.ClientId);
        Assert.Equal("orders.read", token.Scope);
        Assert.Equal((Forge.Seconds, Forge.Seconds, Forge.Seconds + 600), (token.IssuedAt, token.NotBefore, token.ExpiresAt));
        Assert.Equal(Forge.Payload(), Encoding.UTF8.GetString(token.Payload.Span));
    }

    [Fact]
    public void knows_its_digest_before_it_is_signed()
    {
        var unsigned = Unsigned();
        var before = unsigned.Digest.ToArray();

        var compact = Encoding.ASCII.GetString(unsigned.Sign(keys.Issuers).Span);

        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(compact[..compact.LastIndexOf('.')])), before);
        Assert.Equal(before, unsigned.Digest.ToArray());
        Assert.Equal(compact.Length, unsigned.Length);
    }

    [Fact]
    public void is_the_same_however_often_it_is_signed() =>
        Assert.Equal(Unsigned().Sign(keys.Issuers).ToArray(), Unsigned().Sign(keys.Issuers).ToArray());

    [Fact]
    public void keeps_the_plus_of_its_type_unescaped() =>
        Assert.Equal(Forge.Encode(Forge.Header(keys.Issuers)), Encoding.ASCII.GetString(_header));

    [Fact]
    public void is_not_signed_by_a_key_that_its_header_does_not_name() =>
        Assert.Throws<ArgumentException>(() => Unsigned().Sign(keys.Attackers));

    [Theory]
    [InlineData("", "at+jwt")]
    [InlineData("a\"b", "at+jwt")]
    [InlineData("a/b", "at+jwt")]
    [InlineData("kid", "")]
    [InlineData("kid", "at\"jwt")]
    [InlineData("kid", "at\\jwt")]
    public void gets_no_header_that_would_need_escaping(string kid, string typ) =>
        Assert.Throws<ArgumentException>(() => UnsignedJws.EncodeHeader(kid, typ));
}
