using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argus.ResourceServer;
using Argus.ResourceServer.Calling.Issuer;
using Argus.Specs.ResourceServers.Calling.Driving;

namespace Argus.Specs.ResourceServers.Calling;

public sealed class A_service_that_shows_a_certificate : IDisposable
{
    private readonly X509Certificate2 _certificate = SelfSigned();

    [Fact]
    public async Task says_in_the_form_whose_it_is_and_sends_no_secret()
    {
        await using var service = new CallingService(options => options.Certificate = _certificate);

        await service.Tokens.GetAsync(new("https://orders.example", ""), TestContext.Current.CancellationToken);

        var request = Assert.Single(service.Issuer.Requests);
        Assert.Null(request.Authorization);
        Assert.Equal(["client_id", "grant_type", "resource"], request.Form.Keys.Order());
        Assert.Equal("billing", request.Form["client_id"]);
    }

    [Fact]
    public async Task asks_where_the_issuer_asks_for_certificates()
    {
        await using var service = new CallingService(options => options.Certificate = _certificate);
        service.Issuer.Metadata = $$$"""
            {"issuer":"{{{StandInIssuer.Issuer}}}","token_endpoint":"https://auth.example/token","mtls_endpoint_aliases":{"token_endpoint":"https://mtls.auth.example/token"}}
            """;

        await service.Tokens.GetAsync(new("https://orders.example", ""), TestContext.Current.CancellationToken);

        Assert.Equal("https://mtls.auth.example/token", Assert.Single(service.Issuer.Requests).Uri.AbsoluteUri);
    }

    [Fact]
    public async Task shows_it_to_the_issuer_and_to_the_API()
    {
        await using var service = new CallingService(options => options.Certificate = _certificate);
        using var toIssuer = IssuerHttp.NewHandler(new ArgusClientOptions { Certificate = _certificate });

        foreach (var handler in new[] { toIssuer, Assert.IsType<SocketsHttpHandler>(service.Sockets) })
            Assert.Equal(_certificate, handler.SslOptions.ClientCertificateContext!.TargetCertificate);
    }

    [Fact]
    public async Task makes_no_call_through_a_handler_that_cannot_show_it()
    {
        await using var service = new CallingService(options => options.Certificate = _certificate);

        await Assert.ThrowsAsync<InvalidOperationException>(() => service.CallAsync("orders through something else"));
    }

    public void Dispose() => _certificate.Dispose();

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=billing", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return request.CreateSelfSigned(now, now.AddYears(1));
    }
}
