// The one place where an HMAC is computed: to make the forgery of RFC 8725 §2.1.
#pragma warning disable RS0030

using System.Security.Cryptography;
using System.Text;
using Argus.Jose;

namespace Argus.Specs.Jose;

public class A_token_signed_with_the_public_key_as_a_secret(Keys keys) : IClassFixture<Keys>
{
    [Fact]
    public void is_refused_when_the_secret_is_the_pem() =>
        Assert.Equal(TokenFault.WrongAlgorithm, keys.Validate(Signed(Encoding.ASCII.GetBytes(keys.IssuersRsa.ExportSubjectPublicKeyInfoPem()), "HS256")));

    [Fact]
    public void is_refused_when_the_secret_is_the_modulus() =>
        Assert.Equal(TokenFault.WrongAlgorithm, keys.Validate(Signed(keys.IssuersRsa.ExportParameters(false).Modulus!, "HS256")));

    [Fact]
    public void is_refused_when_the_secret_is_the_encoded_modulus() =>
        Assert.Equal(TokenFault.WrongAlgorithm, keys.Validate(Signed(Encoding.ASCII.GetBytes(keys.Issuers.PublicJwk.N), "HS256")));

    [Fact]
    public void is_refused_when_it_claims_to_be_RS256() =>
        Assert.Equal(TokenFault.BadSignature, keys.Validate(Signed(keys.IssuersRsa.ExportParameters(false).Modulus!, "RS256")));

    private string Signed(byte[] secret, string alg)
    {
        var header = Forge.Header(keys.Issuers).Replace("RS256", alg, StringComparison.Ordinal);
        var input = $"{Forge.Encode(header)}.{Forge.Encode(Forge.Payload())}";
        return $"{input}.{Forge.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input)))}";
    }
}
