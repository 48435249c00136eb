using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Jose;

namespace Argus.Specs.Jose;

public class The_examples_of_the_RFCs
{
    private static readonly int LastDot = Vectors.Rfc7515A2Jws.LastIndexOf('.');

    // The example's header has no kid, so no token of ours looks like it; the primitives are what is tried.
    [Fact]
    public void RFC_7515_A2_signature_is_reproduced_to_the_bit()
    {
        using var key = new SigningKey(RSA.Create(Rfc7515A2()));
        var signature = new byte[key.SignatureLength];

        key.SignHash(SHA256.HashData(Encoding.ASCII.GetBytes(Vectors.Rfc7515A2Jws[..LastDot])), signature);

        Assert.Equal(Vectors.Rfc7515A2Jws[(LastDot + 1)..], Base64Url.EncodeToString(signature));
    }

    [Fact]
    public void RFC_7515_A2_signing_input_is_reproduced_to_the_bit()
    {
        var header = Encoding.ASCII.GetBytes(Forge.Encode("""{"alg":"RS256"}"""));

        var unsigned = UnsignedJws.Create(header, Encoding.ASCII.GetBytes(Vectors.Rfc7515A2Payload), 256);

        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(Vectors.Rfc7515A2Jws[..LastDot])), unsigned.Digest.ToArray());
        Assert.Equal(Vectors.Rfc7515A2Jws.Length, unsigned.Length);
    }

    [Fact]
    public void RFC_7515_A2_signature_is_verified()
    {
        Assert.True(RsaPublicJwk.TryParse(Encoding.ASCII.GetBytes($$"""{"kty":"RSA","n":"{{Vectors.Rfc7515A2.N}}","e":"AQAB"}"""), out var jwk, out _));
        using var key = new VerificationKey(jwk);

        var digest = SHA256.HashData(Encoding.ASCII.GetBytes(Vectors.Rfc7515A2Jws[..LastDot]));

        Assert.True(key.VerifyHash(digest, Base64Url.DecodeFromChars(Vectors.Rfc7515A2Jws.AsSpan(LastDot + 1))));
    }

    [Fact]
    public void RFC_7517_A1_set_gives_its_RSA_key_and_passes_over_the_other()
    {
        Assert.True(JwkSet.TryParse(Encoding.ASCII.GetBytes(Vectors.Rfc7517A1Set), out var keys, out var fault));

        Assert.Equal(JwkFault.None, fault);
        var key = Assert.Single(keys);
        Assert.Equal(("2011-04-29", 2048, Vectors.Rfc7517N, "AQAB"), (key.Kid, key.Bits, key.N, key.E));
    }

    [Theory]
    [InlineData(Vectors.Rfc7517A2Rsa)]
    [InlineData(Vectors.Rfc7517A2Ec)]
    public void RFC_7517_A2_private_keys_are_refused_alone_and_in_a_set(string jwk)
    {
        Assert.False(RsaPublicJwk.TryParse(Encoding.ASCII.GetBytes(jwk), out _, out var alone));
        Assert.False(JwkSet.TryParse(Encoding.ASCII.GetBytes($"{{\"keys\":[{Vectors.Rfc7517A1Rsa},{jwk}]}}"), out var keys, out var inSet));

        Assert.Equal((JwkFault.PrivateMember, JwkFault.PrivateMember), (alone, inSet));
        Assert.Empty(keys);
    }

    [Fact]
    public void RFC_7638_thumbprint_is_reproduced()
    {
        Assert.True(RsaPublicJwk.TryParse(Encoding.ASCII.GetBytes(Vectors.Rfc7517A1Rsa), out var jwk, out _));

        Assert.Equal(Vectors.Rfc7638Thumbprint, jwk.Thumbprint);
    }

    [Fact]
    public void RFC_7638_thumbprint_is_the_kid_of_a_key_without_one()
    {
        Assert.True(RsaPublicJwk.TryParse(Encoding.ASCII.GetBytes($$"""{"n":"{{Vectors.Rfc7517N}}","e":"AQAB","kty":"RSA"}"""), out var jwk, out _));

        Assert.Equal(Vectors.Rfc7638Thumbprint, jwk.Kid);
    }

    private static RSAParameters Rfc7515A2() => new()
    {
        Modulus = Base64Url.DecodeFromChars(Vectors.Rfc7515A2.N),
        Exponent = [1, 0, 1],
        D = Base64Url.DecodeFromChars(Vectors.Rfc7515A2.D),
        P = Base64Url.DecodeFromChars(Vectors.Rfc7515A2.P),
        Q = Base64Url.DecodeFromChars(Vectors.Rfc7515A2.Q),
        DP = Base64Url.DecodeFromChars(Vectors.Rfc7515A2.Dp),
        DQ = Base64Url.DecodeFromChars(Vectors.Rfc7515A2.Dq),
        InverseQ = Base64Url.DecodeFromChars(Vectors.Rfc7515A2.Qi),
    };
}
