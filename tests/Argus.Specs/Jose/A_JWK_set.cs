using System.Text;
using Argus.Jose;

namespace Argus.Specs.Jose;

public class A_JWK_set(Keys keys) : IClassFixture<Keys>
{
    private const string Good = Vectors.Rfc7517A1Rsa;

    [Fact]
    public void is_read_as_it_was_written_in_the_same_order()
    {
        var written = JwkSet.Write([keys.Issuers.PublicJwk, keys.Attackers.PublicJwk]);

        Assert.True(JwkSet.TryParse(written, out var read, out var fault));

        Assert.Equal(JwkFault.None, fault);
        Assert.Equal([keys.Issuers.Kid, keys.Attackers.Kid], read.Select(key => key.Kid));
        Assert.Equal(written, JwkSet.Write(read));
    }

    [Theory]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}""")]
    [InlineData("""{"kty":"RSA","use":"enc","n":"AQAB","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA","alg":"PS256","n":"AQAB","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA"}""")]
    [InlineData("""{"kty":["RSA"]}""")]
    [InlineData("{}")]
    public void is_used_without_the_keys_that_are_of_no_use(string other)
    {
        Assert.True(JwkSet.TryParse(Encoding.UTF8.GetBytes($$"""{"x":[{"keys":1}],"keys":[{{other}},{{Good}}],"y":1}"""), out var read, out _));
        Assert.Equal("2011-04-29", Assert.Single(read).Kid);
    }

    [Fact]
    public void may_be_empty() => Assert.True(JwkSet.TryParse("""{"keys":[]}"""u8, out _, out _));

    [Theory]
    [InlineData("", JwkFault.BadJson)]
    [InlineData("[]", JwkFault.BadJson)]
    [InlineData("{}", JwkFault.MissingMember)]
    [InlineData(Good, JwkFault.MissingMember)]
    [InlineData("""{"keys":{}}""", JwkFault.BadMember)]
    [InlineData("""{"keys":[1]}""", JwkFault.BadMember)]
    [InlineData("""{"keys":null}""", JwkFault.BadMember)]
    [InlineData("""{"keys":[]}x""", JwkFault.BadJson)]
    [InlineData("""{"keys":[],"keys":[]}""", JwkFault.DuplicateMember)]
    [InlineData("""{"keys":[],"k\u0065ys":[]}""", JwkFault.DuplicateMember)]
    [InlineData($$"""{"keys":[{{Good}},{{Good}}]}""", JwkFault.DuplicateKid)]
    [InlineData($$"""{"keys":[{{Good}},{"kty":"EC","kty":"RSA"}]}""", JwkFault.DuplicateMember)]
    [InlineData($$"""{"keys":[{{Good}},{"kty":"oct","k":"AA"}]}""", JwkFault.PrivateMember)]
    [InlineData($$"""{"keys":[{{Good}},{"kty":"\ud800"}]}""", JwkFault.BadJson)]
    [InlineData($$"""{"keys":[{{Good}}""", JwkFault.BadJson)]
    public void is_refused_whole(string json, JwkFault expected)
    {
        Assert.False(JwkSet.TryParse(Encoding.UTF8.GetBytes(json), out var read, out var fault));
        Assert.Equal(expected, fault);
        Assert.Empty(read);
    }

    [Fact]
    public void is_refused_above_256_KiB()
    {
        Assert.False(JwkSet.TryParse(Encoding.UTF8.GetBytes($$"""{"keys":[],"x":"{{new string('x', 256 * 1024)}}"}"""), out _, out var fault));
        Assert.Equal(JwkFault.TooLarge, fault);
    }
}
