using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argus.Jose;

/// <summary>RSA public keys in PEM (RFC 7468): <c>PUBLIC KEY</c> (§13), PKCS#1's <c>RSA PUBLIC KEY</c>, and <c>CERTIFICATE</c> (§5), of which only the key counts.</summary>
public static class PublicKeyPem
{
    /// <summary>Characters of a text.</summary>
    public const int MaxLength = 16 * 1024;

    /// <param name="pem">One block, with nothing but white space around it.</param>
    /// <param name="jwk">The key; its <c>kid</c> is the thumbprint.</param>
    /// <returns>False if there is no such key of 2048 to 4096 bits with e = 65537.</returns>
    public static bool TryRead(string pem, [NotNullWhen(true)] out RsaPublicJwk? jwk)
    {
        jwk = null;
        ArgumentNullException.ThrowIfNull(pem);
        if (pem.Length > MaxLength || !PemEncoding.TryFind(pem, out var fields) || !IsWhole(pem, fields)) return false;

        var der = new byte[fields.DecodedDataLength];
        if (!Convert.TryFromBase64Chars(pem.AsSpan(fields.Base64Data), der, out var written) || written != der.Length) return false;
        try
        {
            using var key = Import(pem[fields.Label], der);
            if (key is null) return false;
            var parameters = key.ExportParameters(includePrivateParameters: false);
            if (RsaPublicJwk.Check(parameters.Modulus, parameters.Exponent) != JwkFault.None) return false;
            jwk = RsaPublicJwk.FromRsa(key);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool IsWhole(string pem, PemFields fields) =>
        pem.AsSpan(0, fields.Location.Start.Value).IsWhiteSpace() && pem.AsSpan(fields.Location.End.Value).IsWhiteSpace();

    private static RSA? Import(string label, byte[] der)
    {
        if (label == "CERTIFICATE")
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return certificate.GetRSAPublicKey();
        }

        if (label is not ("PUBLIC KEY" or "RSA PUBLIC KEY")) return null;
        var key = RSA.Create();
        try
        {
            var read = 0;
            if (label == "PUBLIC KEY") key.ImportSubjectPublicKeyInfo(der, out read);
            else key.ImportRSAPublicKey(der, out read);
            if (read == der.Length) return key;
        }
        catch (CryptographicException)
        {
            // Not such a key.
        }

        key.Dispose();
        return null;
    }
}
