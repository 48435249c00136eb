using System.Net;
using Argus.IntegrationTests.Http.Driving;
using Argus.ResourceServer;
using Microsoft.Extensions.DependencyInjection;

namespace Argus.IntegrationTests.ResourceServers.Calling;

[Collection(OneNodeCollection.Name)]
public class A_service_that_calls_another(OneNode one)
{
    private readonly TestNode _node = one.Node;

    [Fact]
    public async Task gets_in_with_a_token_of_its_own_and_keeps_it()
    {
        await using var api = await CalledApi.StartAsync(_node.Issuer(Known.Acme));
        await using var service = Service(Known.Billing, api, "orders.read");

        var first = await WhoAsync(service);
        var second = await WhoAsync(service);

        Assert.StartsWith("billing for client:billing may orders.read by ", first, StringComparison.Ordinal);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task gets_in_with_whatever_its_secret_is_made_of()
    {
        await using var api = await CalledApi.StartAsync(_node.Issuer(Known.Acme));
        foreach (var client in new[] { Known.Odd, Known.Named, Known.BasicOnly })
        {
            await using var service = Service(client, api);
            Assert.StartsWith($"{client.Id} for client:{client.Id} may orders.read by ", await WhoAsync(service), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task gets_another_token_when_the_API_refuses_the_one_that_it_had()
    {
        await using var api = await CalledApi.StartAsync(_node.Issuer(Known.Acme));
        await using var service = Service(Known.Billing, api);
        var first = await WhoAsync(service);

        api.RefusesNext = 1;
        var second = await WhoAsync(service);

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task has_one_token_issued_for_a_thousand_calls()
    {
        await using var api = await CalledApi.StartAsync(_node.Issuer(Known.Gamma));
        await using var service = Service(Known.Billing, api, tenant: Known.Gamma);

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => WhoAsync(service)));

        Assert.Single(answers.Distinct());
    }

    [Theory]
    [InlineData("stock.read", null, "invalid_scope")]
    [InlineData(null, Known.Stock, "invalid_target")]
    [InlineData(null, "https://nobody.example", "invalid_target")]
    public async Task is_told_by_code_what_it_may_not_have(string? scope, string? audience, string error)
    {
        await using var api = await CalledApi.StartAsync(_node.Issuer(Known.Acme));
        await using var service = Service(Known.Billing, api, scope, audience);

        Assert.Equal(error, (await Assert.ThrowsAsync<ArgusTokenException>(() => WhoAsync(service))).Error);
    }

    [Fact]
    public async Task is_told_by_code_that_its_secret_is_wrong()
    {
        await using var api = await CalledApi.StartAsync(_node.Issuer(Known.Acme));
        await using var service = Service(new Client(Known.Billing.Id, "wrong-secret-of-the-billing-client"), api);

        var refused = await Assert.ThrowsAsync<ArgusTokenException>(() => WhoAsync(service));

        Assert.Equal("invalid_client", refused.Error);
        Assert.DoesNotContain("wrong-secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_told_by_code_that_nobody_is_there()
    {
        await using var api = await CalledApi.StartAsync(_node.Issuer(Known.Acme));
        await using var service = Service(Known.Billing, api, issuer: $"http://127.0.0.1:{Ports.Free()}");

        Assert.Equal("temporarily_unavailable", (await Assert.ThrowsAsync<ArgusTokenException>(() => WhoAsync(service))).Error);
    }

    [Fact]
    public async Task sends_nothing_to_an_issuer_that_calls_itself_something_else()
    {
        await using var api = await CalledApi.StartAsync(_node.Issuer(Known.Acme));
        await using var service = Service(Known.Billing, api, issuer: $"http://localhost:{_node.Url.Port}/t/acme");

        Assert.Equal("server_error", (await Assert.ThrowsAsync<ArgusTokenException>(() => WhoAsync(service))).Error);
    }

    private ServiceProvider Service(Client client, CalledApi api, string? scope = null, string? audience = null, string? issuer = null, string tenant = Known.Acme)
    {
        var services = new ServiceCollection();
        services.AddArgusTokenClient(options =>
        {
            options.Issuer = issuer ?? _node.Issuer(tenant);
            options.ClientId = client.Id;
            options.ClientSecret = client.Secret;
        });
        services.AddHttpClient("orders", http => http.BaseAddress = api.Url).AddArgusToken(audience ?? Known.Orders, scope is null ? [] : [scope]);
        return services.BuildServiceProvider();
    }

    private static async Task<string> WhoAsync(ServiceProvider service)
    {
        using var client = service.GetRequiredService<IHttpClientFactory>().CreateClient("orders");
        using var response = await client.GetAsync("/who", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
