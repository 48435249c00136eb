using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Argus.Jose.PrivateKeys;

/// <summary>
/// RSA private keys that an operator brings: 2048 to 4096 bits, e = 65537, two primes. Every number is checked against the others and both primes
/// are tested, which occupies the calling thread for half a second (2048 bits) to three seconds (4096).
/// Whether somebody else has the same modulus is not known here.
/// </summary>
/// <remarks>Buffers are wiped; the numbers in between are left to the garbage collector, since the platform's big integers cannot be.</remarks>
public static class ImportedKey
{
    /// <summary>Of a text: characters of PEM, bytes of JSON. A key of 4096 bits needs less than 4,000.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>Reads a PEM text that is one block of PKCS#8 (<c>PRIVATE KEY</c>) or PKCS#1 (<c>RSA PRIVATE KEY</c>), not encrypted.</summary>
    /// <param name="pem">At most <see cref="MaxLength"/> characters, with nothing but white space around the block.</param>
    /// <param name="key">The key in memory, ready to sign RS256, or null. The caller disposes of it.</param>
    /// <param name="fault">Why there is none.</param>
    public static bool TryReadPem(ReadOnlySpan<char> pem, [NotNullWhen(true)] out RSA? key, out PrivateKeyFault fault)
    {
        fault = PemBlock.Read(pem, out var isPkcs1, out var der);
        RsaNumbers numbers = default;
        if (fault == PrivateKeyFault.None) fault = RsaPrivateKeyDer.Read(der, isPkcs1, out numbers);
        CryptographicOperations.ZeroMemory(der);
        return TryMake(numbers, out key, ref fault);
    }

    /// <summary>
    /// Reads a private JWK (RFC 7518 §6.3.2) with all of <c>n e d p q dp dq qi</c>. Its <c>kid</c> and members that nobody here knows are passed over
    /// (RFC 7517 §4).
    /// </summary>
    /// <param name="json">One JSON object, at most <see cref="MaxLength"/> bytes.</param>
    /// <param name="key">The key in memory, ready to sign RS256, or null. The caller disposes of it.</param>
    /// <param name="fault">Why there is none.</param>
    public static bool TryReadJwk(ReadOnlySpan<byte> json, [NotNullWhen(true)] out RSA? key, out PrivateKeyFault fault)
    {
        fault = RsaPrivateJwk.Read(json, out var numbers);
        return TryMake(numbers, out key, ref fault);
    }

    private static bool TryMake(in RsaNumbers numbers, [NotNullWhen(true)] out RSA? key, ref PrivateKeyFault fault)
    {
        if (fault == PrivateKeyFault.None) fault = RsaKeyCheck.FaultOf(numbers);
        key = fault == PrivateKeyFault.None ? numbers.ToRsa() : null;
        return key is not null;
    }
}
