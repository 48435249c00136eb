using System.Numerics;
using System.Security.Cryptography;
using Argus.Jose.PrivateKeys;

namespace Argus.Specs.Jose.PrivateKeys;

/// <summary>CVE-2017-15361: primes k·M + (65537^a mod M), made here by that formula.</summary>
public class A_private_key_with_the_fingerprint_of_ROCA
{
    /// <summary>39 primes were used for the shortest keys, 126 for keys of 2048 bits.</summary>
    [Theory]
    [InlineData(39)]
    [InlineData(126)]
    public void is_refused(int primesOfM)
    {
        var m = Arithmetic.Product(Arithmetic.FirstPrimes(primesOfM));

        var key = Arithmetic.Complete(WeakPrime(m), WeakPrime(m));

        Assert.Equal(2048, key.N.GetBitLength());
        SoundKey.AssertRefused(PrivateKeyFault.RocaWeak, key);
    }

    [Fact]
    public void is_told_from_one_that_fits_modulo_each_prime_but_under_no_one_exponent()
    {
        // 1 is an even power of 65537 modulo 3, and 2 is an odd one modulo 5.
        var rest = Arithmetic.Product(Arithmetic.FirstPrimes(39).Where(prime => prime > 5));
        var number = BigInteger.One;
        while (number % 3 != 1 || number % 5 != 2) number += rest;

        Assert.False(Roca.IsFingerprintOf(number));
        Assert.True(Roca.IsFingerprintOf(BigInteger.ModPow(65537, 12345, 15 * rest)));
    }

    [Fact]
    public void is_told_from_any_other()
    {
        for (var i = 0; i < 10_000; i++) Assert.False(Roca.IsFingerprintOf(Arithmetic.Number(RandomNumberGenerator.GetBytes(256)) | 1));
    }

    private static BigInteger WeakPrime(BigInteger m)
    {
        while (true)
        {
            var prime = (BigInteger.One << 1024) - (BigInteger.One << 1022) + (Arithmetic.Number(RandomNumberGenerator.GetBytes(128)) >> 3);
            var power = BigInteger.ModPow(65537, Arithmetic.Number(RandomNumberGenerator.GetBytes(32)), m);
            prime += power - prime % m;
            if (Arithmetic.IsPrime(prime) && prime % 65537 != 1) return prime;
        }
    }
}
