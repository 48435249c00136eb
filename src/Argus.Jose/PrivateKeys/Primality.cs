using System.Numerics;
using System.Security.Cryptography;

namespace Argus.Jose.PrivateKeys;

/// <summary>Miller and Rabin's test (FIPS 186-5 B.3.1) with bases that whoever made the number cannot foresee.</summary>
internal static class Primality
{
    // Any composite passes a round with a probability of at most 1/4: all of them with 2^-128. The smaller numbers of rounds in FIPS 186-5 B.1
    // hold for candidates taken at random, and these are not.
    private const int Rounds = 64;

    /// <param name="candidate">Odd, and above 3.</param>
    public static bool IsPrime(BigInteger candidate)
    {
        var last = candidate - 1;
        var twos = 0;
        while ((last >> twos).IsEven) twos++;

        var random = new byte[candidate.GetByteCount(isUnsigned: true) + 16];
        for (var round = 0; round < Rounds; round++)
        {
            // Sixteen bytes more than needed, so that taking the rest prefers no base that anybody could notice.
            RandomNumberGenerator.Fill(random);
            var witness = new BigInteger(random, isUnsigned: true) % (candidate - 3) + 2;
            if (ProvesComposite(witness, candidate, last, twos)) return false;
        }

        return true;
    }

    private static bool ProvesComposite(BigInteger witness, BigInteger candidate, BigInteger last, int twos)
    {
        var power = BigInteger.ModPow(witness, last >> twos, candidate);
        if (power.IsOne || power == last) return false;

        for (var i = 1; i < twos; i++)
        {
            power = power * power % candidate;
            if (power == last) return false;
        }

        return true;
    }
}
