using System.Numerics;

namespace Argus.Jose.PrivateKeys;

/// <summary>
/// Whether the numbers of an RSA private key are those of a sound key: FIPS 186-5 A.1 for what may be weak, RFC 8017 §3.2 for what may be wrong.
/// The primality tests come last: they take half a second for 2048 bits and about three for 4096.
/// </summary>
internal static class RsaKeyCheck
{
    // FIPS 186-5 A.1.3.
    private const int DistanceSlack = 100;

    public static PrivateKeyFault FaultOf(in RsaNumbers key)
    {
        var fault = FaultOfPublicHalf(key);
        if (fault == PrivateKeyFault.None) fault = FaultOfFactors(key);
        if (fault == PrivateKeyFault.None) fault = FaultOfExponents(key);
        if (fault == PrivateKeyFault.None && !(Primality.IsPrime(key.P) && Primality.IsPrime(key.Q))) fault = PrivateKeyFault.NotPrime;
        return fault;
    }

    private static PrivateKeyFault FaultOfPublicHalf(in RsaNumbers key)
    {
        var bits = key.N.GetBitLength();
        if (bits < RsaPublicJwk.MinBits) return PrivateKeyFault.KeyTooSmall;
        if (bits > RsaPublicJwk.MaxBits) return PrivateKeyFault.KeyTooLarge;
        if (key.N.IsEven) return PrivateKeyFault.BadModulus;
        if (key.E != 65537) return PrivateKeyFault.BadExponent;
        return Roca.IsFingerprintOf(key.N) ? PrivateKeyFault.RocaWeak : PrivateKeyFault.None;
    }

    private static PrivateKeyFault FaultOfFactors(in RsaNumbers key)
    {
        if (key.P * key.Q != key.N) return PrivateKeyFault.WrongFactors;
        if (key.P == key.Q) return PrivateKeyFault.EqualPrimes;

        var bits = (int)key.N.GetBitLength();
        if (!IsHalf(key.P, bits) || !IsHalf(key.Q, bits)) return PrivateKeyFault.LopsidedPrimes;
        return BigInteger.Abs(key.P - key.Q) > BigInteger.One << bits / 2 - DistanceSlack ? PrivateKeyFault.None : PrivateKeyFault.PrimesTooClose;
    }

    // A modulus of an odd length has one prime that is a bit longer than the other. Within its length a prime may lie anywhere: not every
    // tool keeps to the lower bound of FIPS 186-5 A.1.1, √2 · 2^(nlen/2 − 1), and what it excludes is not known to be weak.
    private static bool IsHalf(BigInteger prime, int modulusBits)
    {
        var bits = prime.GetBitLength();
        return bits >= modulusBits / 2 && bits <= (modulusBits + 1) / 2;
    }

    private static PrivateKeyFault FaultOfExponents(in RsaNumbers key)
    {
        // FIPS 186-5 wants d below lcm(p − 1, q − 1); RFC 8017 §3.2 only below n, and tools that take it modulo (p − 1)(q − 1) are common.
        if (key.D >= key.N) return PrivateKeyFault.WrongPrivateExponent;
        if (key.D <= BigInteger.One << (int)key.N.GetBitLength() / 2) return PrivateKeyFault.PrivateExponentTooSmall;

        var (p1, q1) = (key.P - 1, key.Q - 1);
        var product = key.D * key.E;
        if (!(product % p1).IsOne || !(product % q1).IsOne) return PrivateKeyFault.WrongPrivateExponent;

        return key.Dp == key.D % p1 && key.Dq == key.D % q1 && key.Qi < key.P && (key.Qi * key.Q % key.P).IsOne
            ? PrivateKeyFault.None
            : PrivateKeyFault.WrongCrtValues;
    }
}
