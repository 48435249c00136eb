using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argus.Jose.ClientProofs.Certificates;

/// <summary>What <c>cnf.x5t#S256</c> holds (RFC 8705 §3.1).</summary>
public static class CertificateThumbprint
{
    /// <summary>SHA-256 of the certificate's DER, base64url.</summary>
    public static string Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Base64Url.EncodeToString(SHA256.HashData(certificate.RawDataMemory.Span));
    }
}
