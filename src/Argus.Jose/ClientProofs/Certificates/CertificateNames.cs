using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Argus.Jose.ClientProofs.Certificates;

/// <summary>The subject alternative names of a certificate (RFC 5280 §4.2.1.6). The platform's own reader knows no URIs and no mail addresses.</summary>
public sealed class CertificateNames
{
    private const string SubjectAlternativeName = "2.5.29.17";

    private static readonly Asn1Tag Rfc822Name = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag UniformResourceIdentifier = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag IPAddressName = new(TagClass.ContextSpecific, 7);

    private readonly List<string> _uris = [];
    private readonly List<string> _dnsNames = [];
    private readonly List<string> _emails = [];
    private readonly List<IPAddress> _addresses = [];

    private CertificateNames()
    {
    }

    /// <summary>As they stand in the certificate.</summary>
    public IReadOnlyList<string> Uris => _uris;

    /// <summary>As they stand in the certificate; a wildcard is a text like any other.</summary>
    public IReadOnlyList<string> DnsNames => _dnsNames;

    /// <summary>As they stand in the certificate.</summary>
    public IReadOnlyList<string> Emails => _emails;

    public IReadOnlyList<IPAddress> Addresses => _addresses;

    /// <summary>The names, none for a certificate without the extension; null for one whose extension cannot be read, or that has two.</summary>
    public static CertificateNames? Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var names = new CertificateNames();
        var extensions = certificate.Extensions.Where(e => e.Oid?.Value == SubjectAlternativeName).ToList();
        if (extensions.Count == 0) return names;
        if (extensions.Count > 1) return null;

        try
        {
            names.Read(extensions[0].RawData);
            return names;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private void Read(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var names = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        while (names.HasData) Take(names);
    }

    private void Take(AsnReader names)
    {
        var tag = names.PeekTag();
        if (tag.HasSameClassAndValue(Rfc822Name)) _emails.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, Rfc822Name));
        else if (tag.HasSameClassAndValue(DnsName)) _dnsNames.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, DnsName));
        else if (tag.HasSameClassAndValue(UniformResourceIdentifier))
            _uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, UniformResourceIdentifier));
        else if (tag.HasSameClassAndValue(IPAddressName)) TakeAddress(names.ReadOctetString(IPAddressName));
        else names.ReadEncodedValue();
    }

    private void TakeAddress(byte[] octets)
    {
        if (octets.Length is not (4 or 16)) throw new AsnContentException();
        _addresses.Add(new IPAddress(octets));
    }
}
