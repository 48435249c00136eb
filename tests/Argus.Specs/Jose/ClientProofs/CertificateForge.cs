using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argus.Specs.Jose.ClientProofs;

/// <summary>Authorities and the certificates under them.</summary>
internal static class CertificateForge
{
    public static readonly DateTimeOffset Now = ProofForge.Now;

    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public static X509Certificate2 NewAuthority(string name = "CN=Authority", X509Certificate2? under = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        if (under is null) return request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));

        using var signed = request.Create(under, Now.AddDays(-1), Now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    public static X509Certificate2 Leaf(X509Certificate2 authority, LeafRequest leaf)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(leaf.Subject, key, HashAlgorithmName.SHA256);
        if (leaf.IsAuthority) request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        if (leaf.Usages is { } usages) request.CertificateExtensions.Add(new X509KeyUsageExtension(usages, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(leaf.ExtendedUsage)], false));
        foreach (var extension in leaf.More) request.CertificateExtensions.Add(extension);
        if (leaf.Uris.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var uri in leaf.Uris) names.AddUri(new Uri(uri));
            request.CertificateExtensions.Add(names.Build());
        }

        return request.Create(authority, leaf.From ?? Now.AddHours(-1), leaf.Until ?? Now.AddHours(1), RandomNumberGenerator.GetBytes(8));
    }

    internal sealed record LeafRequest(params string[] Uris)
    {
        public string Subject { get; init; } = "CN=Leaf";

        public bool IsAuthority { get; init; }

        public X509KeyUsageFlags? Usages { get; init; } = X509KeyUsageFlags.DigitalSignature;

        public string ExtendedUsage { get; init; } = ClientAuthentication;

        public DateTimeOffset? From { get; init; }

        public DateTimeOffset? Until { get; init; }

        public X509Extension[] More { get; init; } = [];
    }
}
