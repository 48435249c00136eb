using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argus.Jose.ClientProofs.Certificates;

namespace Argus.Specs.Jose.ClientProofs;

public class The_names_of_a_certificate
{
    [Fact]
    public void are_read_by_their_kinds()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("api.acme.example");
        names.AddEmailAddress("ops@acme.example");
        names.AddIpAddress(IPAddress.Parse("192.0.2.1"));
        names.AddIpAddress(IPAddress.Parse("2001:db8::1"));
        names.AddUri(new Uri("spiffe://acme.example/billing"));
        names.AddUserPrincipalName("ops");
        using var certificate = Of(names.Build());

        var read = CertificateNames.Of(certificate)!;

        Assert.Equal(["api.acme.example"], read.DnsNames);
        Assert.Equal(["ops@acme.example"], read.Emails);
        Assert.Equal(["192.0.2.1", "2001:db8::1"], read.Addresses.Select(a => a.ToString()));
        Assert.Equal(["spiffe://acme.example/billing"], read.Uris);
    }

    [Fact]
    public void are_none_without_the_extension()
    {
        using var certificate = Of();

        Assert.Empty(CertificateNames.Of(certificate)!.Uris);
    }

    [Fact]
    public void are_unknown_where_an_address_has_another_length()
    {
        using var certificate = Of(new X509Extension("2.5.29.17", [0x30, 0x05, 0x87, 0x03, 1, 2, 3], false));

        Assert.Null(CertificateNames.Of(certificate));
    }

    // The certificate's own DER, hashed by hand.
    [Fact]
    public void do_not_matter_to_its_thumbprint()
    {
        using var certificate = Of();

        Assert.Equal(Forge.Encode(SHA256.HashData(certificate.Export(X509ContentType.Cert))), CertificateThumbprint.Of(certificate));
    }

    private static X509Certificate2 Of(params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Leaf", key, HashAlgorithmName.SHA256);
        foreach (var extension in extensions) request.CertificateExtensions.Add(extension);
        return request.CreateSelfSigned(CertificateForge.Now.AddHours(-1), CertificateForge.Now.AddHours(1));
    }
}
