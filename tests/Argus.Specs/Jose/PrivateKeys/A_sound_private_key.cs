using System.Numerics;
using System.Security.Cryptography;

namespace Argus.Specs.Jose.PrivateKeys;

/// <summary>Tools differ in what they make; none of these differences is a weakness.</summary>
public class A_sound_private_key(SoundKey sound) : IClassFixture<SoundKey>
{
    [Theory]
    [InlineData(2048)]
    [InlineData(2056)]
    [InlineData(3072)]
    [InlineData(4096)]
    public void is_taken_in_every_size(int bits)
    {
        using var rsa = RSA.Create(bits);

        SoundKey.AssertTaken(Arithmetic.NumbersOf(rsa));
    }

    [Fact]
    public void is_taken_in_an_odd_size()
    {
        var key = Arithmetic.Complete(Arithmetic.Prime(1025), Arithmetic.Prime(1024));

        Assert.Equal(2049, key.N.GetBitLength());
        SoundKey.AssertTaken(key);
    }

    [Fact]
    public void is_taken_with_its_primes_in_either_order()
    {
        var (p, q) = (sound.Numbers.P, sound.Numbers.Q);

        SoundKey.AssertTaken(Arithmetic.Complete(p, q));
        SoundKey.AssertTaken(Arithmetic.Complete(q, p));
    }

    [Fact]
    public void is_taken_with_its_private_exponent_modulo_phi_or_modulo_lambda()
    {
        var key = Arithmetic.Complete(sound.Numbers.P, sound.Numbers.Q);
        var lambda = (key.P - 1) * (key.Q - 1) / BigInteger.GreatestCommonDivisor(key.P - 1, key.Q - 1);

        Assert.True(key.D < lambda);
        SoundKey.AssertTaken(key with { D = key.D + lambda });
    }

    [Fact]
    public void is_taken_with_primes_just_far_enough_apart()
    {
        var p = sound.Numbers.P;

        SoundKey.AssertTaken(Arithmetic.Complete(p, Arithmetic.PrimeFrom(p - (BigInteger.One << 924) - 1, step: -1)));
    }
}
