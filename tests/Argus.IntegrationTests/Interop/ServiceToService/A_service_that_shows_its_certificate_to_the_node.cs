namespace Argus.IntegrationTests.Interop.ServiceToService;

[Collection(ServiceAuthorityCollection.Name)]
public sealed class A_service_that_shows_its_certificate_to_the_node(ServiceAuthority authority, NpmClients npm)
    : A_service_that_shows_its_certificate(authority, npm), IClassFixture<NpmClients>, IAsyncLifetime
{
    private readonly ServiceAuthority _authority = authority;
    private BoundApi? _api;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
    }

    private protected override async Task<string> ApiAsync()
    {
        _api = await BoundApi.StartAsync(_authority.Issuer, _authority.Server);
        return _api.Url + "/orders";
    }
}
