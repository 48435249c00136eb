using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Argus.Jose.PrivateKeys;

namespace Argus.Specs.Jose.PrivateKeys;

/// <summary>Each of these keys is consistent in all but the one thing, and most of them would sign.</summary>
public class A_private_key_with_unsound_numbers(SoundKey sound) : IClassFixture<SoundKey>
{
    // p = 6g + 1 and q = 7g + 1 are primes of 1024 bits, and lcm(p − 1, q − 1) = 42g has only 1027.
    private const string CommonFactor =
        "24423a4e2a22aa06000d5a08833a82576e0f8b84650d945988a0c17b2e3e6ee3819bf5604ce51e0e132803aca3a2ef3598cc61d21e3afcf3ebcb5a7f263d766720b0130b536d"
        + "153541d270ca2adf6c7aa71703fd5db6505754bdf5ffb287d1ad3619dfeb50d377a4fea3360641a1f4a9b3fb330f31e35e087209bf7f814a2a46";

    // (6k + 1)(12k + 1)(18k + 1) with three primes: a Carmichael number of 1024 bits, which passes Fermat's test.
    private const string Carmichael = "3a4e44ff9cbd7d36d302dd2978ec586d4e9f7b0081d45268641f6f17f727186d5e97986da97ad21c784ef";

    private RsaNumbers Key => sound.Numbers;

    [Theory]
    [InlineData(1024)]
    [InlineData(2040)]
    public void is_refused_when_it_is_small(int bits)
    {
        using var rsa = RSA.Create(bits);

        SoundKey.AssertRefused(PrivateKeyFault.KeyTooSmall, Arithmetic.NumbersOf(rsa));
    }

    [Theory]
    [InlineData(4097)]
    [InlineData(8192)]
    public void is_refused_when_it_is_large(int bits)
    {
        var (p, q) = ((BigInteger.One << bits / 2) - 1, (BigInteger.One << (bits + 1) / 2) - 3);

        var key = Arithmetic.Complete(p, q);

        Assert.Equal(bits, key.N.GetBitLength());
        SoundKey.AssertRefused(PrivateKeyFault.KeyTooLarge, key);
    }

    [Fact]
    public void is_refused_with_an_even_modulus() =>
        SoundKey.AssertRefused(PrivateKeyFault.BadModulus, Arithmetic.Complete(Key.P + 1, Key.Q));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(65536)]
    [InlineData(65538)]
    public void is_refused_with_an_exponent_that_is_even_or_one(int e) =>
        SoundKey.AssertRefused(PrivateKeyFault.BadExponent, Key with { E = e });

    [Theory]
    [InlineData(3)]
    [InlineData(65539)]
    public void is_refused_with_any_other_exponent(int least)
    {
        var e = least;
        while (!BigInteger.GreatestCommonDivisor(e, (Key.P - 1) * (Key.Q - 1)).IsOne) e += 2;

        SoundKey.AssertRefused(PrivateKeyFault.BadExponent, Arithmetic.Complete(Key.P, Key.Q, e));
    }

    [Fact]
    public void is_refused_when_its_primes_are_those_of_another_modulus()
    {
        var other = Arithmetic.Complete(Key.P, Arithmetic.Prime(1024));

        SoundKey.AssertRefused(PrivateKeyFault.WrongFactors, other with { N = Key.N });
        SoundKey.AssertRefused(PrivateKeyFault.WrongFactors, Key with { N = other.N });
        SoundKey.AssertRefused(PrivateKeyFault.WrongFactors, Key with { Q = 0 });
    }

    [Fact]
    public void is_refused_when_its_modulus_is_a_square() =>
        SoundKey.AssertRefused(PrivateKeyFault.EqualPrimes, Key with { N = Key.P * Key.P, Q = Key.P });

    [Theory]
    [InlineData(1025, 1023)]
    [InlineData(1040, 1008)]
    [InlineData(512, 1536)]
    public void is_refused_with_primes_of_unequal_length(int p, int q)
    {
        var key = Arithmetic.Complete(Arithmetic.Prime(p), Arithmetic.Prime(q));

        Assert.Equal(2048, key.N.GetBitLength());
        SoundKey.AssertRefused(PrivateKeyFault.LopsidedPrimes, key);
    }

    [Fact]
    public void is_refused_with_one_prime_a_bit_too_long_whichever_it_is()
    {
        var (half, longer) = (Arithmetic.PrimeFrom(BigInteger.One << 1023), Arithmetic.Prime(1025));

        Assert.Equal((1024, 2048), (half.GetBitLength(), (half * longer).GetBitLength()));
        SoundKey.AssertRefused(PrivateKeyFault.LopsidedPrimes, Arithmetic.Complete(half, longer));
        SoundKey.AssertRefused(PrivateKeyFault.LopsidedPrimes, Arithmetic.Complete(longer, half));
    }

    [Fact]
    public void is_refused_when_one_of_its_primes_is_1() =>
        SoundKey.AssertRefused(PrivateKeyFault.LopsidedPrimes, Key with { P = 1, Q = Key.N });

    [Fact]
    public void is_refused_with_primes_close_to_each_other()
    {
        var neighbour = Arithmetic.Complete(Key.P, Arithmetic.PrimeFrom(Key.P + 2, step: 2));
        var almostFar = Arithmetic.Complete(Key.P, Arithmetic.PrimeFrom(Key.P - (BigInteger.One << 924)));

        SoundKey.AssertRefused(PrivateKeyFault.PrimesTooClose, neighbour);
        SoundKey.AssertRefused(PrivateKeyFault.PrimesTooClose, almostFar);
    }

    [Fact]
    public void is_refused_with_three_primes_given_as_two()
    {
        var composite = Arithmetic.Prime(512) * Arithmetic.Prime(512);

        Assert.Equal(1024, composite.GetBitLength());
        SoundKey.AssertRefused(PrivateKeyFault.NotPrime, Arithmetic.Complete(composite, Key.Q));
        SoundKey.AssertRefused(PrivateKeyFault.NotPrime, Arithmetic.Complete(Key.P, composite));
    }

    [Fact]
    public void is_refused_with_a_Carmichael_number_for_a_prime()
    {
        var k = Hex(Carmichael);
        var composite = (6 * k + 1) * (12 * k + 1) * (18 * k + 1);

        Assert.True(Arithmetic.IsPrime(composite), "Fermat's test finds it, so it proves nothing here.");
        SoundKey.AssertRefused(PrivateKeyFault.NotPrime, Arithmetic.Complete(Key.P, composite));
    }

    [Fact]
    public void is_refused_with_a_small_private_exponent()
    {
        var g = Hex(CommonFactor);

        var key = Arithmetic.Complete(6 * g + 1, 7 * g + 1);

        Assert.Equal((2048, 1023), (key.N.GetBitLength(), key.D.GetBitLength()));
        SoundKey.AssertRefused(PrivateKeyFault.PrivateExponentTooSmall, key);
    }

    [Fact]
    public void is_refused_with_a_private_exponent_that_is_wrong_modulo_either_prime_or_too_long()
    {
        var (p1, q1) = (Key.P - 1, Key.Q - 1);
        var lambda = p1 * q1 / BigInteger.GreatestCommonDivisor(p1, q1);
        var key = Arithmetic.Complete(Key.P, Key.Q);

        SoundKey.AssertRefused(PrivateKeyFault.WrongPrivateExponent, key with { D = key.D ^ 1 });
        SoundKey.AssertRefused(PrivateKeyFault.WrongPrivateExponent, WithExponent(key, key.D + p1));
        SoundKey.AssertRefused(PrivateKeyFault.WrongPrivateExponent, WithExponent(key, key.D + q1));
        SoundKey.AssertRefused(PrivateKeyFault.WrongPrivateExponent, key with { D = key.D + lambda * (1 + (key.N - key.D) / lambda) });
    }

    [Fact]
    public void is_refused_with_wrong_values_for_the_Chinese_remainder_theorem()
    {
        foreach (var wrong in (RsaNumbers[])
        [
            Key with { Dp = Key.Dp ^ 1 }, Key with { Dp = Key.Dp + Key.P - 1 }, Key with { Dp = Key.Dq },
            Key with { Dq = Key.Dq ^ 1 }, Key with { Dq = Key.Dq + Key.Q - 1 }, Key with { Dq = Key.Dp },
            Key with { Qi = Key.Qi ^ 1 }, Key with { Qi = Key.Qi + Key.P }, Key with { Qi = Arithmetic.Complete(Key.Q, Key.P).Qi },
            Key with { P = Key.Q, Q = Key.P },
        ])
        {
            SoundKey.AssertRefused(PrivateKeyFault.WrongCrtValues, wrong);
        }
    }

    private static RsaNumbers WithExponent(RsaNumbers key, BigInteger d) => key with { D = d, Dp = d % (key.P - 1), Dq = d % (key.Q - 1) };

    private static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
