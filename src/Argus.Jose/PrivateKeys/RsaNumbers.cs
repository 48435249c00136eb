using System.Numerics;
using System.Security.Cryptography;

namespace Argus.Jose.PrivateKeys;

/// <summary>
/// The eight numbers of an RSA private key in the order of RFC 8017 A.1.2, none of them negative. They lie in memory until the collector
/// takes them: a <see cref="BigInteger"/> cannot be wiped.
/// </summary>
internal readonly record struct RsaNumbers(
    BigInteger N, BigInteger E, BigInteger D, BigInteger P, BigInteger Q, BigInteger Dp, BigInteger Dq, BigInteger Qi)
{
    /// <param name="inOrder">Eight numbers.</param>
    public static RsaNumbers Of(ReadOnlySpan<BigInteger> inOrder) =>
        new(inOrder[0], inOrder[1], inOrder[2], inOrder[3], inOrder[4], inOrder[5], inOrder[6], inOrder[7]);

    /// <summary>The key itself. The numbers have been checked by <see cref="RsaKeyCheck"/>, so each has room in its place.</summary>
    public RSA ToRsa()
    {
        var modulusLength = N.GetByteCount(isUnsigned: true);
        var primeLength = (modulusLength + 1) / 2;
        var parameters = new RSAParameters
        {
            Modulus = Bytes(N, modulusLength),
            Exponent = E.ToByteArray(isUnsigned: true, isBigEndian: true),
            D = Bytes(D, modulusLength),
            P = Bytes(P, primeLength),
            Q = Bytes(Q, primeLength),
            DP = Bytes(Dp, primeLength),
            DQ = Bytes(Dq, primeLength),
            InverseQ = Bytes(Qi, primeLength),
        };
        try
        {
            return RSA.Create(parameters);
        }
        finally
        {
            foreach (var secret in (ReadOnlySpan<byte[]>)[parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ])
                CryptographicOperations.ZeroMemory(secret);
        }
    }

    // The record would print them all.
    public override string ToString() => nameof(RsaNumbers);

    // The platform wants each number at its full length, with leading zeros.
    private static byte[] Bytes(BigInteger number, int length)
    {
        var bytes = new byte[length];
        if (!number.TryWriteBytes(bytes.AsSpan(length - number.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true))
            throw new ArgumentOutOfRangeException(nameof(length));
        return bytes;
    }
}
