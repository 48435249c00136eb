using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argus.Authority.Outbound;

namespace Argus.IntegrationTests.Outbound;

public sealed class A_certificate_from_outside : IDisposable
{
    private readonly X509Certificate2 _root = Issue("CN=The root", issuer: null);
    private readonly Guarded _guarded;

    public A_certificate_from_outside() =>
        _guarded = new Guarded(roots: [X509CertificateLoader.LoadCertificate(_root.RawData)]).With("ally.example", "127.0.0.1").With("evil.example", "127.0.0.1");

    public void Dispose()
    {
        _guarded.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task is_believed_for_the_name_that_was_asked_for()
    {
        using var certificate = Issue("CN=ally.example", _root, "ally.example");
        await using var other = new OtherSide(OtherSide.Ok(), Shown(certificate));

        Assert.Equal(2, (await _guarded.GetAsync(new Uri($"https://ally.example:{other.Port}/jwks"))).Body.Length);
    }

    [Fact]
    public async Task is_not_believed_for_another_name()
    {
        using var certificate = Issue("CN=evil.example", _root, "ally.example");
        await using var other = new OtherSide(OtherSide.Ok(), Shown(certificate));

        await _guarded.FailsAsync(new Uri($"https://evil.example:{other.Port}/jwks"), OutboundFailure.Unreachable);
        await _guarded.FailsAsync(new Uri($"https://127.0.0.1:{other.Port}/jwks"), OutboundFailure.Unreachable);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task is_not_believed_of_an_issuer_that_nobody_knows()
    {
        using var own = Issue("CN=ally.example", issuer: null, "ally.example");
        await using var other = new OtherSide(OtherSide.Ok(), Shown(own));

        await _guarded.FailsAsync(new Uri($"https://ally.example:{other.Port}/jwks"), OutboundFailure.Unreachable);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task cannot_make_us_fetch_anything()
    {
        using var intermediate = Issue("CN=The intermediate", _root);
        await using var inside = new OtherSide(OtherSide.Ok("", "application/pkix-cert"));
        using var certificate = Issue("CN=ally.example", intermediate, "ally.example", new Uri($"http://127.0.0.1:{inside.Port}/issuer.cer"));
        await using var other = new OtherSide(OtherSide.Ok(), Shown(certificate));

        await _guarded.FailsAsync(new Uri($"https://ally.example:{other.Port}/jwks"), OutboundFailure.Unreachable);

        Assert.Equal((1, 0), (other.Connections, inside.Connections));
    }

    [Fact]
    public async Task is_wanted_and_not_plain_HTTP()
    {
        await using var other = new OtherSide(OtherSide.Ok());

        await _guarded.FailsAsync(new Uri($"https://ally.example:{other.Port}/jwks"), OutboundFailure.Unreachable);
    }

    // Offline: or the server itself would look for what the certificate names.
    private static SslStreamCertificateContext Shown(X509Certificate2 certificate) => SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);

    /// <param name="subject">Its name.</param>
    /// <param name="issuer">Null: itself.</param>
    /// <param name="host">Null: it issues others.</param>
    /// <param name="issuerAt">Where it says that its issuer's certificate is (RFC 5280 §4.2.2.1).</param>
    private static X509Certificate2 Issue(string subject, X509Certificate2? issuer, string? host = null, Uri? issuerAt = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: host is null, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        if (host is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(host);
            request.CertificateExtensions.Add(names.Build());
        }

        if (issuerAt is not null)
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: [issuerAt.ToString()], caIssuersUris: [issuerAt.ToString()]));
        var (from, until) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        if (issuer is null)
            return Usable(request.CreateSelfSigned(from, until));
        using var issued = request.Create(issuer, issuer.NotBefore, issuer.NotAfter, RandomNumberGenerator.GetBytes(8));
        return Usable(issued.CopyWithPrivateKey(key));
    }

    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
    }
}
