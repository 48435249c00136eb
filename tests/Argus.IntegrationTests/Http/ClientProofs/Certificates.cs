using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argus.IntegrationTests.Http.ClientProofs;

/// <summary>Authorities, and certificates under them, for as long as a test runs.</summary>
internal static class Certificates
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static X509Certificate2 Authority(string name, X509Certificate2? under = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return under is null ? request.CreateSelfSigned(Now.AddDays(-2), Now.AddDays(2)) : Signed(request, under, key);
    }

    public static X509Certificate2 Client(X509Certificate2 authority, string subject, params string[] uris)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Signed(Leaf(subject, key, ClientAuthentication, names => Array.ForEach(uris, uri => names.AddUri(new Uri(uri))), uris.Length > 0), authority, key);
    }

    public static X509Certificate2 SelfSigned(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Loaded(Leaf(subject, key, ClientAuthentication, _ => { }, false).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1)));
    }

    /// <summary>A server's on this machine, as a file that Kestrel reads.</summary>
    public static string Server(string directory)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Leaf("CN=localhost", key, ServerAuthentication, names => names.AddIpAddress(IPAddress.Loopback), true)
            .CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        var path = Path.Combine(directory, "server.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12));
        return path;
    }

    public static string Thumbprint(X509Certificate2 certificate) => Base64Url.EncodeToString(SHA256.HashData(certificate.RawData));

    public static string Der(X509Certificate2 certificate) => Convert.ToBase64String(certificate.RawData);

    private static CertificateRequest Leaf(string subject, ECDsa key, string usage, Action<SubjectAlternativeNameBuilder> name, bool hasNames)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        var names = new SubjectAlternativeNameBuilder();
        name(names);
        if (hasNames)
            request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private static X509Certificate2 Signed(CertificateRequest request, X509Certificate2 authority, ECDsa key)
    {
        using var signed = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        return Loaded(signed.CopyWithPrivateKey(key));
    }

    private static X509Certificate2 Loaded(X509Certificate2 certificate)
    {
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
