using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Argus.Jose.PrivateKeys;

/// <summary>
/// A text that is one PEM block (RFC 7468) and nothing else. That standard lets a reader pass over text around the block; here it would be
/// passed over unseen that a file holds more than the operator thought.
/// </summary>
internal static class PemBlock
{
    private const string Begin = "-----BEGIN ";
    private const string Dashes = "-----";

    /// <param name="pem">The text; white space around the block does no harm.</param>
    /// <param name="isPkcs1">PKCS#1, else PKCS#8.</param>
    /// <param name="der">What the block holds, or null; the caller wipes it.</param>
    public static PrivateKeyFault Read(ReadOnlySpan<char> pem, out bool isPkcs1, out byte[]? der)
    {
        (isPkcs1, der) = (false, null);
        if (pem.Length > ImportedKey.MaxLength) return PrivateKeyFault.TooLarge;

        var block = pem.Trim(" \t\r\n");
        if (block.Count(Begin) > 1) return PrivateKeyFault.NotOneKey;
        if (!block.StartsWith(Begin, StringComparison.Ordinal)) return PrivateKeyFault.BadPem;

        var label = block[Begin.Length..];
        var end = label.IndexOf(Dashes, StringComparison.Ordinal);
        if (end < 0) return PrivateKeyFault.BadPem;
        label = label[..end];

        var fault = FaultOf(label);
        if (fault != PrivateKeyFault.None) return fault;
        isPkcs1 = label is "RSA PRIVATE KEY";

        // RFC 1421 §4.6.1.1. A colon is in no base64.
        if (block.Contains("Proc-Type:", StringComparison.Ordinal)) return PrivateKeyFault.Encrypted;
        return TryDecode(block, out der) ? PrivateKeyFault.None : PrivateKeyFault.BadPem;
    }

    private static PrivateKeyFault FaultOf(ReadOnlySpan<char> label) => label switch
    {
        "PRIVATE KEY" or "RSA PRIVATE KEY" => PrivateKeyFault.None,
        "ENCRYPTED PRIVATE KEY" => PrivateKeyFault.Encrypted,
        "EC PRIVATE KEY" or "DSA PRIVATE KEY" => PrivateKeyFault.NotRsa,
        _ when label.EndsWith("PUBLIC KEY", StringComparison.Ordinal) => PrivateKeyFault.NotPrivate,
        _ when label.Contains("CERTIFICATE", StringComparison.Ordinal) => PrivateKeyFault.NotPrivate,
        _ => PrivateKeyFault.UnknownFormat,
    };

    private static bool TryDecode(ReadOnlySpan<char> block, [NotNullWhen(true)] out byte[]? der)
    {
        der = null;
        if (!PemEncoding.TryFind(block, out var fields) || block[fields.Location].Length != block.Length) return false;

        der = new byte[fields.DecodedDataLength];
        return Convert.TryFromBase64Chars(block[fields.Base64Data], der, out var written) && written == der.Length;
    }
}
