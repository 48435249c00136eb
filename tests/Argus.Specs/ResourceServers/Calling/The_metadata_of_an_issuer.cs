using Argus.ResourceServer;
using Argus.Specs.ResourceServers.Calling.Driving;

namespace Argus.Specs.ResourceServers.Calling;

public class The_metadata_of_an_issuer
{
    [Theory]
    [InlineData("""{"issuer":"https://auth.example/t/acme/","token_endpoint":"https://auth.example/token"}""")]
    [InlineData("""{"issuer":"https://AUTH.example/t/acme","token_endpoint":"https://auth.example/token"}""")]
    [InlineData("""{"issuer":"https://evil.example","token_endpoint":"https://auth.example/token"}""")]
    [InlineData("""{"token_endpoint":"https://auth.example/token"}""")]
    [InlineData("""{"issuer":"https://auth.example/t/acme"}""")]
    [InlineData("""{"issuer":"https://auth.example/t/acme","token_endpoint":"http://auth.example/token"}""")]
    [InlineData("""{"issuer":"https://auth.example/t/acme","token_endpoint":"http://127.0.0.1/token"}""")]
    [InlineData("""{"issuer":"https://auth.example/t/acme","token_endpoint":"/token"}""")]
    [InlineData("""{"issuer":"https://evil.example","issuer":"https://auth.example/t/acme","token_endpoint":"https://auth.example/token"}""")]
    [InlineData("nonsense")]
    public async Task is_its_own_and_names_a_safe_endpoint_or_nothing_is_sent(string metadata)
    {
        await using var service = new CallingService();
        service.Issuer.Metadata = metadata;

        Assert.Equal("server_error", (await Assert.ThrowsAsync<ArgusTokenException>(() => service.CallAsync())).Error);

        Assert.Empty(service.Issuer.Requests);
    }

    [Fact]
    public async Task is_asked_for_again_after_an_hour_and_kept_if_it_does_not_come()
    {
        await using var service = new CallingService();
        await service.CallAsync();
        service.Clock.Advance(TimeSpan.FromMinutes(59));
        await service.CallAsync();
        Assert.Equal(1, service.Issuer.MetadataRequests);

        service.Issuer.Metadata = "nonsense";
        service.Clock.Advance(TimeSpan.FromMinutes(6));
        await service.CallAsync();

        Assert.Equal(2, service.Issuer.MetadataRequests);
        Assert.Equal(3, service.Issuer.Requests.Count);
    }
}
