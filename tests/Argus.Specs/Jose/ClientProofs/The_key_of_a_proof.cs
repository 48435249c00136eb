using System.Security.Cryptography;
using System.Text;
using Argus.Jose;
using Argus.Jose.ClientProofs;

namespace Argus.Specs.Jose.ClientProofs;

public class The_key_of_a_proof
{
    private const string X = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4";
    private const string Y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM";

    [Fact]
    public void of_RFC_7638_has_its_thumbprint()
    {
        Assert.True(ProofJwk.TryParse(Encoding.ASCII.GetBytes(Vectors.Rfc7517A1Rsa), out var jwk, out _));
        Assert.Equal((Vectors.Rfc7638Thumbprint, "2011-04-29"), (jwk.Thumbprint, jwk.Kid));
    }

    [Fact]
    public void of_RFC_9449_has_its_thumbprint()
    {
        const string json =
            """{"kty":"EC","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA","crv":"P-256"}""";

        Assert.True(ProofJwk.TryParse(Encoding.ASCII.GetBytes(json), out var jwk, out _));
        Assert.Equal(("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", jwk.Thumbprint), (jwk.Thumbprint, jwk.Kid));
    }

    [Theory]
    [InlineData("{}", JwkFault.MissingMember)]
    [InlineData("[]", JwkFault.BadJson)]
    [InlineData("""{"kty":"oct"}""", JwkFault.WrongKeyType)]
    [InlineData("""{"kty":"oct","k":"AQAB"}""", JwkFault.PrivateMember)]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""", JwkFault.WrongKeyType)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","d":"AQAB"}""", JwkFault.PrivateMember)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}"}""", JwkFault.MissingMember)]
    [InlineData($$"""{"kty":"EC","x":"{{X}}","y":"{{Y}}"}""", JwkFault.MissingMember)]
    [InlineData($$"""{"kty":"EC","crv":"P-384","x":"{{X}}","y":"{{Y}}"}""", JwkFault.WrongCurve)]
    [InlineData($$"""{"kty":"EC","crv":"secp256k1","x":"{{X}}","y":"{{Y}}"}""", JwkFault.WrongCurve)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{Y}}","y":"{{X}}"}""", JwkFault.BadPoint)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"AQAB"}""", JwkFault.BadPoint)]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", JwkFault.BadPoint)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}="}""", JwkFault.BadBase64Url)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","alg":"RS256"}""", JwkFault.WrongAlgorithm)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","alg":"HS256"}""", JwkFault.WrongAlgorithm)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","use":"enc"}""", JwkFault.WrongUse)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","key_ops":["sign"]}""", JwkFault.WrongUse)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","kid":"../a"}""", JwkFault.BadKid)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","x":"{{X}}"}""", JwkFault.DuplicateMember)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":1}""", JwkFault.BadMember)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","x5c":"a"}""", JwkFault.BadMember)]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""", JwkFault.UnsupportedSize)]
    [InlineData($$"""{"kty":"RSA","n":"{{Vectors.Rfc7517N}}","e":"Aw"}""", JwkFault.BadExponent)]
    [InlineData($$"""{"kty":"RSA","n":"{{Vectors.Rfc7517N}}","e":"AQAB","alg":"ES256"}""", JwkFault.WrongAlgorithm)]
    [InlineData($$"""{"kty":"RSA","n":"{{Vectors.Rfc7517N}}","e":"AQAB","alg":"RS512"}""", JwkFault.WrongAlgorithm)]
    [InlineData($$"""{"kty":"RSA","n":"{{Vectors.Rfc7517N}}","e":"AQAB"} 1""", JwkFault.BadJson)]
    public void is_refused(string json, JwkFault expected)
    {
        Assert.False(ProofJwk.TryParse(Encoding.ASCII.GetBytes(json), out var jwk, out var fault));
        Assert.Equal((expected, null), (fault, jwk));
    }

    [Fact]
    public void never_verifies_an_algorithm_that_it_was_not_made_for()
    {
        using var rsa = RSA.Create(2048);
        var json = $$"""{"kty":"RSA","n":"{{Forge.Encode(rsa.ExportParameters(false).Modulus!)}}","e":"AQAB","alg":"PS256"}""";
        Assert.True(ProofJwk.TryParse(Encoding.ASCII.GetBytes(json), out var jwk, out _));
        byte[] data = [1, 2, 3];

        Assert.True(jwk.Verify(ProofAlgorithm.PS256, data, rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)));
        Assert.False(jwk.Verify(ProofAlgorithm.RS256, data, rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        Assert.False(jwk.Verify(ProofAlgorithm.ES256, data, new byte[64]));
        Assert.False(jwk.Verify(ProofAlgorithm.None, data, []));
    }
}
