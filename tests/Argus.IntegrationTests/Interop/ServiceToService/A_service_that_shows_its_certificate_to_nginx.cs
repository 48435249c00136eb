namespace Argus.IntegrationTests.Interop.ServiceToService;

[Collection(ProxiedCollection.Name)]
public sealed class A_service_that_shows_its_certificate_to_nginx(ProxiedAuthority authority, NpmClients npm)
    : A_service_that_shows_its_certificate(authority, npm), IClassFixture<NpmClients>
{
    private readonly ProxiedAuthority _authority = authority;

    private protected override Task<string> ApiAsync()
    {
        _authority.SkipWhenMissing();
        return Task.FromResult(_authority.ApiUrl + "/orders");
    }
}
