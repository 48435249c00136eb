using System.Security.Cryptography.X509Certificates;

namespace Argus.Jose.ClientProofs.Certificates;

/// <summary>Whether a certificate is one of an end entity that may sign (RFC 5280 §4.2.1.3, §4.2.1.9): what authenticates a client in TLS.</summary>
public static class LeafCertificate
{
    private const X509KeyUsageFlags Authority = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;

    /// <summary>False for an authority's certificate.</summary>
    /// <param name="mustSayKeyUsage">Whether one without key usages is refused, as an X.509-SVID is (X509-SVID §4.3).</param>
    public static bool MaySign(X509Certificate2 certificate, bool mustSayKeyUsage)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(e => e.CertificateAuthority)) return false;

        var usages = certificate.Extensions.OfType<X509KeyUsageExtension>().Select(e => e.KeyUsages).ToList();
        return usages.Count == 0
            ? !mustSayKeyUsage
            : usages.TrueForAll(u => (u & X509KeyUsageFlags.DigitalSignature) != 0 && (u & Authority) == 0);
    }
}
