using System.Numerics;

namespace Argus.Jose.PrivateKeys;

/// <summary>
/// The fingerprint of CVE-2017-15361 (Nemec and others, "The Return of Coppersmith's Attack", 2017, §2.2): primes of the form
/// k·M + (65537^a mod M), where M is the product of the first primes. The modulus is then a power of 65537 modulo M.
/// </summary>
internal static class Roca
{
    private const int Generator = 65537;

    // The shortest keys concerned have M end at 167; for longer ones it goes further. The powers of 65537 are 2^61 of 2^215 residues,
    // so a sound modulus is among them with a probability of 2^-154.
    private const int LastPrime = 167;

    public static bool IsFingerprintOf(BigInteger modulus)
    {
        // All exponents that fit the primes so far are exponent + i·period. The period ends at 2454106387091158800, and times 166 it still fits.
        UInt128 exponent = 0, period = 1;
        for (var prime = 3; prime <= LastPrime; prime += 2)
        {
            if (!IsPrime(prime)) continue;
            if (!TryFindLogarithm((int)(modulus % prime), prime, out var logarithm, out var order)) return false;

            var tries = order;
            while (exponent % order != logarithm)
            {
                if (--tries == 0) return false;
                exponent += period;
            }

            period *= order / GreatestCommonDivisor(period, order);
        }

        return true;
    }

    private static bool TryFindLogarithm(int residue, int prime, out UInt128 logarithm, out UInt128 order)
    {
        var (found, power, length) = (-1, 1, 0);
        do
        {
            if (power == residue) found = length;
            power = power * (Generator % prime) % prime;
            length++;
        }
        while (power != 1);

        (logarithm, order) = ((UInt128)Math.Max(found, 0), (UInt128)length);
        return found >= 0;
    }

    private static UInt128 GreatestCommonDivisor(UInt128 a, UInt128 b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    private static bool IsPrime(int odd)
    {
        for (var divisor = 3; divisor * divisor <= odd; divisor += 2)
        {
            if (odd % divisor == 0) return false;
        }

        return true;
    }
}
