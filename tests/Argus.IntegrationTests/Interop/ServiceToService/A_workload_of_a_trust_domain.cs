using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argus.Authority.Provisioning;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.IntegrationTests.Http.ClientProofs;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Interop.ServiceToService;

/// <summary>SPIFFE documents that OpenSSL made. Where there is no <c>openssl</c> these are skipped, but not by a build server.</summary>
[Collection(ServiceAuthorityCollection.Name)]
public sealed class A_workload_of_a_trust_domain(ServiceAuthority authority) : IAsyncLifetime
{
    private const string Tenant = "/t/workloads";
    private const string Billing = "spiffe://trust.example/ns/shop/sa/billing";

    private readonly TrustDomain _domain = new("trust.example");
    private readonly TrustDomain _forged = new("trust.example");
    private bool _isMade;

    private string Issuer => authority.Issuer.Replace(ServiceAuthority.Services, Tenant, StringComparison.Ordinal);

    public async ValueTask InitializeAsync()
    {
        _isMade = await _domain.MakeAsync() && await _forged.MakeAsync();
        if (!_isMade)
            return;
        var feed = await authority.Node.Service<Provisioner>().ApplyAsync(
            ProvisioningReader.Read(Encoding.UTF8.GetBytes(Provisioning(await _domain.BundleAsync()))), new Origin("test", "test"));
        await authority.Node.Service<FeedFollower>().ReachAsync(feed, TimeSpan.FromSeconds(60));
    }

    public ValueTask DisposeAsync()
    {
        _domain.Dispose();
        _forged.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-256")]
    [InlineData("rsa:2048")]
    public async Task is_known_by_its_X509_SVID(string key)
    {
        using var svid = await SvidAsync(_domain, $"URI:{Billing}", key);

        var reply = await ShowAsync(svid);

        Assert.Equal(Certificates.Thumbprint(svid), new Compact(reply.AccessToken).Payload.GetProperty("cnf").GetProperty("x5t#S256").GetString());
    }

    [Theory]
    [InlineData("URI:" + Billing + ",URI:spiffe://trust.example/other", "CA:FALSE", 1)]
    [InlineData("URI:" + Billing + ",URI:https://trust.example/", "CA:FALSE", 1)]
    [InlineData("URI:" + Billing, "CA:TRUE", 1)]
    [InlineData("URI:" + Billing, "CA:FALSE", -1)]
    [InlineData("URI:spiffe://other.example/ns/shop/sa/billing", "CA:FALSE", 1)]
    [InlineData("URI:spiffe://trust.example/ns/shop/sa/billing/", "CA:FALSE", 1)]
    [InlineData("URI:spiffe://trust.example/ns/shop/sa/Billing", "CA:FALSE", 1)]
    [InlineData("URI:spiffe://trust.example", "CA:FALSE", 1)]
    [InlineData("DNS:trust.example", "CA:FALSE", 1)]
    public async Task is_refused_with_another_X509_document(string names, string constraints, int days)
    {
        using var svid = await SvidAsync(_domain, names, constraints: constraints, days: days);

        (await ShowAsync(svid)).Refuses(401, "invalid_client");
    }

    [Fact]
    public async Task is_refused_with_a_document_of_a_trust_domain_that_only_has_the_name()
    {
        using var svid = await SvidAsync(_forged, $"URI:{Billing}");
        (await ShowAsync(svid)).Refuses(401, "invalid_client");

        (await SayAsync(_forged, "rsa", Claims())).Refuses(401, "invalid_client");
        (await SayAsync(_forged, "ec", Claims())).Refuses(401, "invalid_client");
    }

    [Theory]
    [InlineData("rsa")]
    [InlineData("ec")]
    public async Task is_known_by_its_JWT_SVID(string key)
    {
        var reply = await SayAsync(_domain, key, Claims());

        Assert.True(reply.Status == 200, reply.ToString());
        Assert.Equal("client:speaker", new Compact(reply.AccessToken).Payload.GetProperty("sub").GetString());
    }

    [Fact]
    public async Task is_refused_with_another_JWT_document()
    {
        object[] unsound =
        [
            Claims(age: 400), Claims(lifetime: 7200), Claims(subject: "spiffe://other.example/ns/shop/sa/billing"), Claims(subject: "spiffe://trust.example/other"),
            Claims(audience: [Issuer, "https://elsewhere.example"]), Claims(audience: [Issuer + "/oauth/token"]), Claims(audience: []),
        ];

        foreach (var claims in unsound)
            (await SayAsync(_domain, "rsa", claims)).Refuses(401, "invalid_client");
    }

    private object Claims(string subject = Billing, string[]? audience = null, int age = 0, int lifetime = 300) =>
        new { sub = subject, aud = audience ?? [Issuer], iat = KeyHolder.Now - age, exp = KeyHolder.Now - age + lifetime, nonce = Guid.CreateVersion7() };

    private Task<X509Certificate2> SvidAsync(TrustDomain domain, string names, string key = "ec -pkeyopt ec_paramgen_curve:P-256", string constraints = "CA:FALSE", int days = 1)
    {
        Assert.SkipUnless(_isMade, "There is no openssl on this machine.");
        return domain.SvidAsync(names, key, constraints, days);
    }

    private Task<Reply> ShowAsync(X509Certificate2 svid) => CertificateHttp.TokenAsync(authority.TlsUrl + Tenant, "client_id=shower", svid);

    private async Task<Reply> SayAsync(TrustDomain domain, string key, object claims)
    {
        Assert.SkipUnless(_isMade, "There is no openssl on this machine.");
        return await CertificateHttp.TokenAsync(Issuer, "client_id=speaker&" + KeyHolder.Form(await domain.JwtAsync(key, claims), "jwt-spiffe"), null);
    }

    private static string Provisioning(string bundle) => $$"""
        { "tenants": [ { "tenant": "workloads",
          "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read"] } ],
          "spiffe_trust_domains": [ { "trust_domain": "trust.example", "bundle": {{bundle}} } ],
          "clients": [
            { "client_id": "shower", "token_endpoint_auth_method": "spiffe_x509", {{Service}} },
            { "client_id": "speaker", "token_endpoint_auth_method": "spiffe_jwt", {{Service}} } ] } ] }
        """;

    private static string Service => $$"""
        "spiffe_id": "{{Billing}}", "grant_types": ["client_credentials"], "scope": "orders.read", "resources": ["{{Known.Orders}}"]
        """;
}
