using System.Security.Cryptography.X509Certificates;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Http.ClientProofs;

/// <summary>A node over https with clients that are known by their certificates.</summary>
public sealed class CertificateNode(TestPostgres postgres) : IAsyncLifetime
{
    internal const string Workload = "spiffe://acme.example/billing";

    private readonly string _directory = ScratchDirectory.Create("argus-mtls-");
    private TestNode _node = null!;

    internal X509Certificate2 Authority { get; } = Certificates.Authority("CN=Clients");

    internal X509Certificate2 TrustDomain { get; } = Certificates.Authority("CN=Workloads");

    internal X509Certificate2 Own { get; } = Certificates.SelfSigned("CN=anybody");

    internal string Url { get; } = $"https://127.0.0.1:{Ports.Free()}";

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "authorities.pem"), Authority.ExportCertificatePem());
        _node = await StartAsync(
            "--urls", Url, "--Kestrel:Certificates:Default:Path", Certificates.Server(_directory), "--Argus:ClientCertificates:Url", "https://mtls.example");
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        Authority.Dispose();
        TrustDomain.Dispose();
        Own.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Another, with other settings, on a database of its own.</summary>
    internal async Task<TestNode> StartAsync(params string[] more) => await TestNode.StartAsync(new NodeSettings
    {
        ConnectionString = await postgres.NewDatabaseAsync(),
        Provisioning = Provisioning,
        PublicUrl = new Uri("http://localhost:5080"),
        More = ["--Argus:ClientCertificates:Authorities", Path.Combine(_directory, "authorities.pem"), .. more],
    });

    private string Provisioning => $$"""
        { "tenants": [ { "tenant": "mtls",
            "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read"] } ],
            "spiffe_trust_domains": [ { "trust_domain": "acme.example",
              "bundle": { "keys": [ { "kty": "EC", "use": "x509-svid", "x5c": ["{{Certificates.Der(TrustDomain)}}"] } ] } } ],
            "clients": [
              { "client_id": "by-dn", "token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_subject_dn": "O=Acme, CN=billing", {{Service}} },
              { "client_id": "by-uri", "token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_san_uri": "https://billing.acme.example/", {{Service}} },
              { "client_id": "self", "token_endpoint_auth_method": "self_signed_tls_client_auth",
                "jwks": { "keys": [ { "kty": "EC", "crv": "P-256", "x5c": ["{{Certificates.Der(Own)}}"] } ] }, {{Service}} },
              { "client_id": "workload", "token_endpoint_auth_method": "spiffe_x509", "spiffe_id": "{{Workload}}", {{Service}} },
              { "client_id": "bound", "client_secret": "bound-2hV9qLk3mZ7xT1cR8wYp5NsD4gJf6bQa0eUoIXK", "tls_client_certificate_bound_access_tokens": true, {{Service}} } ] } ] }
        """;

    private static string Service => $$"""
        "grant_types": ["client_credentials"], "scope": "orders.read", "resources": ["{{Known.Orders}}"]
        """;
}
