using System.Security.Cryptography;
using Argus.Jose;

namespace Argus.Specs.Jose;

public class A_signing_key(Keys keys) : IClassFixture<Keys>
{
    private readonly byte[] _digest = SHA256.HashData("abc"u8);

    [Fact]
    public void is_named_by_its_thumbprint()
    {
        Assert.Equal(keys.Issuers.PublicJwk.Thumbprint, keys.Issuers.Kid);
        Assert.Equal(43, keys.Issuers.Kid.Length);
    }

    [Fact]
    public void signs_the_same_from_all_threads_at_once()
    {
        var expected = Sign();

        Parallel.For(0, 200, _ => Assert.Equal(expected, Sign()));
    }

    [Fact]
    public void allocates_nothing_to_sign()
    {
        var signature = new byte[keys.Issuers.SignatureLength];
        keys.Issuers.SignHash(_digest, signature);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++) keys.Issuers.SignHash(_digest, signature);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 199);
    }

    [Theory]
    [InlineData(31, 256)]
    [InlineData(33, 256)]
    [InlineData(32, 255)]
    [InlineData(32, 257)]
    public void takes_only_a_digest_and_a_signature_of_their_lengths(int digest, int signature) =>
        Assert.Throws<ArgumentException>(() => keys.Issuers.SignHash(new byte[digest], new byte[signature]));

    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    [InlineData(4096)]
    public void makes_signatures_as_long_as_its_modulus_that_its_public_half_verifies(int bits)
    {
        using var key = new SigningKey(RSA.Create(bits));
        using var half = new VerificationKey(key.PublicJwk);
        var signature = new byte[bits / 8];

        key.SignHash(_digest, signature);

        Assert.Equal((bits, bits / 8), (key.PublicJwk.Bits, key.SignatureLength));
        Assert.True(half.VerifyHash(_digest, signature));
        Assert.False(keys.Trusted.VerifyHash(_digest, signature));
        Assert.False(half.VerifyHash(_digest.AsSpan(1), signature));
    }

    private byte[] Sign()
    {
        var signature = new byte[keys.Issuers.SignatureLength];
        keys.Issuers.SignHash(_digest, signature);
        return signature;
    }
}
