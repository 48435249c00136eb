using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using Argus.Jose.PrivateKeys;

namespace Argus.Specs.Jose.PrivateKeys;

/// <summary>RSA keys made number by number, so that one thing at a time can be wrong with them.</summary>
internal static class Arithmetic
{
    private static readonly int[] SmallPrimes = [.. Enumerable.Range(2, 2_000).Where(n => Enumerable.Range(2, 43).All(d => d >= n || n % d != 0))];

    /// <summary>The whole key of two primes (or what is called so), consistent in itself.</summary>
    public static RsaNumbers Complete(BigInteger p, BigInteger q, int e = 65537)
    {
        var (p1, q1) = (p - 1, q - 1);
        var d = Inverse(e, p1 / BigInteger.GreatestCommonDivisor(p1, q1) * q1);
        return new RsaNumbers(p * q, e, d, p, q, d % p1, d % q1, Inverse(q, p));
    }

    public static RsaNumbers NumbersOf(RSA key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: true);
        return RsaNumbers.Of(
        [
            Number(parameters.Modulus), Number(parameters.Exponent), Number(parameters.D), Number(parameters.P), Number(parameters.Q),
            Number(parameters.DP), Number(parameters.DQ), Number(parameters.InverseQ),
        ]);
    }

    /// <summary>A prime of so many bits with the three topmost set, so that three of them still make a product of three times the length.</summary>
    public static BigInteger Prime(int bits) =>
        PrimeFrom((BigInteger.One << bits) - (BigInteger.One << bits - 3) + (Number(RandomNumberGenerator.GetBytes(bits / 8)) >> 4));

    /// <summary>The first prime from a number on that goes with e = 65537.</summary>
    public static BigInteger PrimeFrom(BigInteger start, int step = 1)
    {
        while (!IsPrime(start) || start % 65537 == 1) start += step;
        return start;
    }

    // Fermat's test: enough for what nobody chose to deceive it, and not the one that is being specified.
    public static bool IsPrime(BigInteger n) => SmallPrimes.All(prime => !(n % prime).IsZero) && BigInteger.ModPow(2, n - 1, n).IsOne;

    public static BigInteger Product(IEnumerable<int> factors) => factors.Aggregate(BigInteger.One, (product, factor) => product * factor);

    public static IEnumerable<int> FirstPrimes(int count) => SmallPrimes.Take(count);

    public static string Jwk(this RsaNumbers key, string more = "", string without = "")
    {
        var members = new (string Name, BigInteger Number)[]
        {
            ("n", key.N), ("e", key.E), ("d", key.D), ("p", key.P), ("q", key.Q), ("dp", key.Dp), ("dq", key.Dq), ("qi", key.Qi),
        };
        var numbers = members.Where(member => member.Name != without).Select(member => $",\"{member.Name}\":\"{Text(member.Number)}\"");
        return $$"""{"kty":"RSA"{{string.Concat(numbers)}}{{more}}}""";
    }

    public static string Text(BigInteger number) => Base64Url.EncodeToString(number.ToByteArray(isUnsigned: true, isBigEndian: true));

    public static BigInteger Number(byte[]? bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static BigInteger Inverse(BigInteger value, BigInteger modulus)
    {
        var (r0, r1, s0, s1) = (modulus, value % modulus, BigInteger.Zero, BigInteger.One);
        while (!r1.IsZero)
        {
            var quotient = r0 / r1;
            (r0, r1, s0, s1) = (r1, r0 - quotient * r1, s1, s0 - quotient * s1);
        }

        return s0.Sign < 0 ? s0 + modulus : s0;
    }
}
