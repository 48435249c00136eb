using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argus.Domain.Clients;
using Argus.Jose.ClientProofs.Certificates;

namespace Argus.Authority.Clients;

/// <summary>Whether a certificate is for the client: by the one name that its registration has (RFC 8705 §2.1.2).</summary>
internal static class CertificateSubject
{
    public static bool Matches(X509Certificate2 certificate, ClientSettings settings)
    {
        if (settings.TlsClientAuthSubjectDn is { } distinguished)
            return IsSubject(certificate.SubjectName, distinguished);
        if (CertificateNames.Of(certificate) is not { } names)
            return false;
        if (settings.TlsClientAuthSanDns is { } dns)
            return names.DnsNames.Contains(dns, StringComparer.OrdinalIgnoreCase);
        if (settings.TlsClientAuthSanUri is { } uri)
            return names.Uris.Contains(uri);
        if (settings.TlsClientAuthSanEmail is { } email)
            return names.Emails.Contains(email);
        return settings.TlsClientAuthSanIp is { } ip && IPAddress.TryParse(ip, out var address) && names.Addresses.Contains(address);
    }

    /// <summary>
    /// Part by part (RFC 4514): two encodings of the same text are the same name. Values count as they are, case and spaces included; a part of several values is
    /// compared as it is encoded.
    /// </summary>
    private static bool IsSubject(X500DistinguishedName subject, string text)
    {
        try
        {
            var parts = subject.EnumerateRelativeDistinguishedNames().ToList();
            var wanted = new X500DistinguishedName(text).EnumerateRelativeDistinguishedNames().ToList();
            return parts.Count > 0 && parts.Count == wanted.Count && parts.Zip(wanted).All(pair => AreEqual(pair.First, pair.Second));
        }
        catch (CryptographicException)
        {
            // Not a name: the platform says so in no other way.
            return false;
        }
    }

    private static bool AreEqual(X500RelativeDistinguishedName one, X500RelativeDistinguishedName other) =>
        one.HasMultipleElements || other.HasMultipleElements
            ? one.RawData.Span.SequenceEqual(other.RawData.Span)
            : one.GetSingleElementType().Value == other.GetSingleElementType().Value && one.GetSingleElementValue() == other.GetSingleElementValue();
}
