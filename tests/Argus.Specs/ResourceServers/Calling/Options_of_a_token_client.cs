using System.Security.Cryptography;
using Argus.Jose;
using Argus.ResourceServer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Argus.Specs.ResourceServers.Calling;

public class Options_of_a_token_client
{
    public static TheoryData<string, Action<ArgusClientOptions>> Wrong => new()
    {
        { "Issuer", options => options.Issuer = "" },
        { "Issuer", options => options.Issuer = "http://auth.example" },
        { "Issuer", options => options.Issuer = "https://auth.example?x" },
        { "Issuer", options => options.Issuer = "https://auth.example/t/acme/" },
        { "ClientId", options => options.ClientId = "" },
        { "One credential", options => options.ClientSecret = null },
        { "One credential", options => options.SigningKey = new SigningKey(RSA.Create(2048)) },
        { "ClientSecret", options => options.ClientSecret = "" },
        { "Timeout", options => options.Timeout = TimeSpan.Zero },
        { "MostTokens", options => options.MostTokens = 0 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void are_refused_by_name_when_they_are_wrong(string named, Action<ArgusClientOptions> wrong)
    {
        var services = new ServiceCollection();
        services.AddArgusTokenClient(options =>
        {
            options.Issuer = "https://auth.example/t/acme";
            options.ClientId = "billing";
            options.ClientSecret = "the-secret";
            wrong(options);
        });
        using var provider = services.BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.StartsWith(named, Assert.Single(refused.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task of_a_client_that_nobody_added_let_no_call_through()
    {
        var services = new ServiceCollection();
        services.AddArgusTokenClient(options =>
        {
            options.Issuer = "https://auth.example/t/acme";
            options.ClientId = "billing";
            options.ClientSecret = "the-secret";
        });
        services.AddHttpClient("orders").AddArgusTokenFrom("somebody", "https://orders.example");
        using var provider = services.BuildServiceProvider();

        await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("orders");
            await client.GetAsync("https://orders.example/", TestContext.Current.CancellationToken);
        });
    }

    [Theory]
    [InlineData("orders", "orders.read")]
    [InlineData("https://orders.example#x", "orders.read")]
    [InlineData("https://orders.example", "orders.read orders.write")]
    [InlineData("https://orders.example", "")]
    public void name_an_audience_and_scopes_that_can_be(string audience, string scope) =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddHttpClient("orders").AddArgusToken(audience, scope));
}
