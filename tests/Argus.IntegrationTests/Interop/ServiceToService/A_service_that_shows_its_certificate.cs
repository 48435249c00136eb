using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Argus.IntegrationTests.Http.ClientProofs;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Interop.ServiceToService;

/// <summary>With libraries that nobody here wrote, over undici: the same whether the node sees the certificate itself or a proxy tells it.</summary>
public abstract class A_service_that_shows_its_certificate(ServiceAuthority authority, NpmClients npm)
{
    [Theory]
    [InlineData("oauth4webapi", ServiceAuthority.ByName)]
    [InlineData("oauth4webapi", ServiceAuthority.ByItself)]
    [InlineData("openid-client", ServiceAuthority.ByName)]
    [InlineData("openid-client", ServiceAuthority.ByItself)]
    public async Task goes_its_whole_way(string library, string client)
    {
        using var named = Certificates.Client(authority.Authority, "O=Acme, CN=billing");
        using var other = Certificates.Client(authority.Authority, "O=Acme, CN=other");
        var own = client == ServiceAuthority.ByName ? named : authority.Own;

        var seen = await npm.RunScriptAsync($"{library}-mtls.mjs", new
        {
            issuer = authority.Issuer, client, api = await ApiAsync(), resource = Known.Orders,
            ca = authority.Server.ExportCertificatePem(), own = Pem(own), other = Pem(other),
        });

        var active = seen.GetProperty("active");
        Assert.True(active.GetProperty("active").GetBoolean());
        Assert.Equal(("bearer", Certificates.Thumbprint(own)), (seen.GetProperty("type").GetString(), active.GetProperty("cnf").GetProperty("x5t#S256").GetString()));
        Assert.Equal($"{client} for itself", seen.GetProperty("called").GetString());
        AllAre("""{"error":"invalid_token","status":401}""", seen.GetProperty("stolen"));
        AllAre("""{"error":"invalid_client","status":401}""", seen.GetProperty("refused"));
        Assert.Equal("""{"active":false}""", seen.GetProperty("revoked").GetRawText());
    }

    /// <returns>The URL of an API that asks for the certificate too.</returns>
    private protected abstract Task<string> ApiAsync();

    private static void AllAre(string expected, JsonElement refusals) => Assert.All(refusals.EnumerateArray(), refusal => Assert.Equal(expected, refusal.GetRawText()));

    private static object Pem(X509Certificate2 certificate) => new { cert = certificate.ExportCertificatePem(), key = certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() };
}
