using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.ClientProofs;

public sealed class A_client_with_a_certificate(CertificateNode node) : IClassFixture<CertificateNode>
{
    private const string Workload = CertificateNode.Workload;

    private readonly X509Certificate2 _authority = node.Authority;
    private readonly X509Certificate2 _trustDomain = node.TrustDomain;
    private readonly X509Certificate2 _own = node.Own;

    [Fact]
    public async Task under_the_node_s_authority_gets_tokens_that_are_bound_to_it()
    {
        using var certificate = Certificates.Client(_authority, "O=Acme, CN=billing");

        var token = await TokenAsync("by-dn", certificate);

        Assert.Equal(Certificates.Thumbprint(certificate), Confirmation(token));
        Assert.Equal("Bearer", token.Member("token_type"));
    }

    [Fact]
    public async Task under_an_intermediate_that_comes_with_it_is_known_by_its_URI()
    {
        using var intermediate = Certificates.Authority("CN=Intermediate", _authority);
        using var certificate = Certificates.Client(intermediate, "CN=x", "https://billing.acme.example/");

        Assert.Equal(200, (await TokenAsync("by-uri", certificate, intermediate)).Status);
        (await TokenAsync("by-uri", certificate)).Refuses(401, "invalid_client");
    }

    [Fact]
    public async Task is_refused_for_another_name_authority_or_none_at_all()
    {
        using var other = Certificates.Authority("CN=Clients");
        using var named = Certificates.Client(_authority, "O=Acme, CN=other");
        using var reversed = Certificates.Client(_authority, "CN=billing, O=Acme");
        using var forged = Certificates.Client(other, "O=Acme, CN=billing");

        foreach (var certificate in new[] { named, reversed, forged, _own, null })
            (await TokenAsync("by-dn", certificate)).Refuses(401, "invalid_client");
    }

    [Fact]
    public async Task of_its_own_is_known_by_its_registration()
    {
        using var other = Certificates.SelfSigned("CN=anybody");

        Assert.Equal(Certificates.Thumbprint(_own), Confirmation(await TokenAsync("self", _own)));
        (await TokenAsync("self", other)).Refuses(401, "invalid_client");
        (await TokenAsync("self", null)).Refuses(401, "invalid_client");
    }

    [Fact]
    public async Task may_be_a_workload_with_an_X509_SVID()
    {
        using var issuing = Certificates.Authority("CN=Issuing", _trustDomain);
        using var svid = Certificates.Client(issuing, "CN=w", Workload);
        using var other = Certificates.Client(issuing, "CN=w", "spiffe://acme.example/other");
        using var foreign = Certificates.Client(_authority, "CN=w", Workload);

        Assert.Equal(Certificates.Thumbprint(svid), Confirmation(await TokenAsync("workload", svid, issuing)));
        (await TokenAsync("workload", other, issuing)).Refuses(401, "invalid_client");
        (await TokenAsync("workload", foreign)).Refuses(401, "invalid_client");
    }

    [Fact]
    public async Task binds_the_tokens_of_a_client_with_a_secret_that_is_registered_so()
    {
        const string secret = $"&client_secret={"bound-2hV9qLk3mZ7xT1cR8wYp5NsD4gJf6bQa0eUoIXK"}";

        Assert.Equal(Certificates.Thumbprint(_own), Confirmation(await TokenAsync("bound", _own, more: secret)));
        (await TokenAsync("bound", null, more: secret)).Refuses(400, "invalid_request");
    }

    [Fact]
    public async Task is_told_of_in_the_metadata()
    {
        var metadata = (await SendAsync(null, [], new HttpRequestMessage(HttpMethod.Get, node.Url + "/t/mtls/.well-known/openid-configuration"))).Json;

        Assert.Equal(
            """["client_secret_basic","client_secret_post","private_key_jwt","spiffe_jwt","tls_client_auth","self_signed_tls_client_auth","spiffe_x509","none"]""",
            metadata.GetProperty("token_endpoint_auth_methods_supported").GetRawText());
        Assert.True(metadata.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean());
        Assert.Equal("https://mtls.example/t/mtls/oauth/token", metadata.GetProperty("mtls_endpoint_aliases").GetProperty("token_endpoint").GetString());
    }

    [Theory]
    [InlineData("127.0.0.1/32", 200)]
    [InlineData("192.0.2.0/24", 401)]
    public async Task that_somebody_forwards_counts_only_from_a_known_proxy(string proxies, int expected)
    {
        using var certificate = Certificates.Client(_authority, "O=Acme, CN=billing");
        await using var behind = await node.StartAsync("--Argus:ForwardedCertificate:Header", "Client-Cert", "--Argus:ForwardedCertificate:TrustedProxies", proxies);

        foreach (var header in new[] { $":{Certificates.Der(certificate)}:", Uri.EscapeDataString(certificate.ExportCertificatePem()) })
        {
            var reply = await behind.PostAsync("/t/mtls/oauth/token", "grant_type=client_credentials&client_id=by-dn", null, ("Client-Cert", header));
            Assert.Equal(expected, reply.Status);
        }

        foreach (var nonsense in new[] { "", ":", "::", ":!:", "-----BEGIN", certificate.ExportCertificatePem().Replace("\n", "", StringComparison.Ordinal) + "%" })
            (await behind.PostAsync("/t/mtls/oauth/token", "grant_type=client_credentials&client_id=by-dn", null, ("Client-Cert", nonsense))).Refuses(401, "invalid_client");
    }

    private static string? Confirmation(Reply reply) => new Compact(reply.AccessToken).Payload.GetProperty("cnf").GetProperty("x5t#S256").GetString();

    private Task<Reply> TokenAsync(string client, X509Certificate2? certificate, X509Certificate2? intermediate = null, string more = "") =>
        SendAsync(certificate, intermediate is null ? [] : [intermediate], new HttpRequestMessage(HttpMethod.Post, node.Url + "/t/mtls/oauth/token")
        {
            Content = new StringContent($"grant_type=client_credentials&client_id={client}{more}", Encoding.UTF8, "application/x-www-form-urlencoded"),
        });

    /// <summary>Over a connection of its own, for the certificate is the connection's.</summary>
    private static async Task<Reply> SendAsync(X509Certificate2? certificate, X509Certificate2Collection intermediates, HttpRequestMessage request)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost";
        if (certificate is not null)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, intermediates, offline: true);
        using var http = new HttpClient(handler);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Reply(response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
