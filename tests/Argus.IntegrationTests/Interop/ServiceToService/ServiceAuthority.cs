using System.Security.Cryptography.X509Certificates;
using Argus.IntegrationTests.Http.ClientProofs;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Interop.ServiceToService;

/// <summary>A node over http, and over https for machines with certificates; its services have no secrets.</summary>
public class ServiceAuthority(TestPostgres postgres) : IAsyncLifetime
{
    public const string Services = "/t/services";

    /// <summary>The same, but it demands nonces.</summary>
    public const string Demanding = "/t/demanding";

    public const string Header = "X-Client-Cert";
    public const string Signer = "signer";
    public const string ByName = "by-name";
    public const string ByItself = "by-itself";

    private readonly string _url = $"http://127.0.0.1:{Ports.Free()}";

    internal KeyHolder Key { get; } = new();

    internal X509Certificate2 Authority { get; } = Certificates.Authority("CN=Clients");

    /// <summary>What a proxy is known by.</summary>
    internal X509Certificate2 Proxy { get; } = Certificates.SelfSigned("CN=proxy");

    internal X509Certificate2 Own { get; } = Certificates.SelfSigned("CN=anybody");

    internal string Files { get; } = ScratchDirectory.Create("argus-services-");

    internal string TlsUrl { get; } = $"https://127.0.0.1:{Ports.Free()}";

    /// <summary>Of the node, and of whoever else serves here.</summary>
    internal X509Certificate2 Server { get; private set; } = null!;

    internal TestNode Node { get; private set; } = null!;

    internal string Issuer => _url + Services;

    /// <summary>Where machines are sent to.</summary>
    internal virtual string MachinesUrl => TlsUrl;

    public virtual async ValueTask InitializeAsync()
    {
        var authorities = Path.Combine(Files, "authorities.pem");
        await File.WriteAllTextAsync(authorities, Authority.ExportCertificatePem());
        var server = Certificates.Server(Files);
        Server = X509CertificateLoader.LoadPkcs12FromFile(server, null);
        Node = await TestNode.StartAsync(new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = Provisioning,
            PublicUrl = new Uri(_url),
            More =
            [
                "--urls", $"{_url};{TlsUrl}", "--Kestrel:Certificates:Default:Path", server, "--Argus:ClientCertificates:Authorities", authorities,
                "--Argus:ClientCertificates:Url", MachinesUrl, "--Argus:ForwardedCertificate:Header", Header,
                "--Argus:ForwardedCertificate:ProxyCertificates", Proxy.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256),
            ],
        });
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Node.DisposeAsync();
        foreach (var certificate in new[] { Authority, Proxy, Own, Server })
            certificate.Dispose();
        Key.Dispose();
        Directory.Delete(Files, recursive: true);
    }

    private string Provisioning => $$"""{ "tenants": [ {{Tenant(Services, "false")}}, {{Tenant(Demanding, "true")}} ] }""";

    private string Tenant(string path, string nonces) => $$"""
        { "tenant": "{{path[3..]}}", "policy": { "dpop_nonce_required": {{nonces}} },
          "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read"] } ],
          "users": [ { "username": "alice", "password": "correct horse 8 battery" } ],
          "clients": [
            { "client_id": "{{Signer}}", "token_endpoint_auth_method": "private_key_jwt", "jwks": {{Key.Jwks}}, "introspects": ["{{Known.Orders}}"],
              "grant_types": ["client_credentials", "authorization_code", "refresh_token"], "redirect_uris": ["https://app.acme.example/cb"],
              "scope": "openid offline_access orders.read", "resources": ["{{Known.Orders}}"] },
            { "client_id": "{{ByName}}", "token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_subject_dn": "O=Acme, CN=billing", {{Service}} },
            { "client_id": "{{ByItself}}", "token_endpoint_auth_method": "self_signed_tls_client_auth",
              "jwks": { "keys": [ { "kty": "EC", "crv": "P-256", "x5c": ["{{Certificates.Der(Own)}}"] } ] }, {{Service}} } ] }
        """;

    private static string Service => $$"""
        "grant_types": ["client_credentials"], "scope": "orders.read", "resources": ["{{Known.Orders}}"], "introspects": ["{{Known.Orders}}"]
        """;
}

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class ServiceAuthorityCollection : ICollectionFixture<ServiceAuthority>
#pragma warning restore CA1711
{
    public const string Name = "services";
}
