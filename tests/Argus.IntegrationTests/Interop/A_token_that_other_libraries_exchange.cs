using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Http.Exchange;

namespace Argus.IntegrationTests.Interop;

[Collection(ExchangeCollection.Name)]
public class A_token_that_other_libraries_exchange(ExchangeNodes nodes, NpmClients npm) : IClassFixture<NpmClients>
{
    [Theory]
    [InlineData("oauth4webapi-exchange.mjs")]
    [InlineData("openid-client-exchange.mjs")]
    public async Task is_taken_by_them_and_by_the_next_service(string script)
    {
        var user = (await nodes.UserAsync()).AccessToken;
        var assertion = await nodes.PeersAsync(nodes.First.Issuer(ExchangeNodes.Guild));

        var result = await npm.RunScriptAsync(
            script,
            new
            {
                issuer = nodes.First.Issuer(ExchangeNodes.Guild), client = Known.OrdersApi, api = Known.StockApi, resource = Known.Stock, subjectToken = user, assertion,
                types = new { exchange = ExchangeNodes.Exchange, bearer = ExchangeNodes.JwtBearer, accessToken = ExchangeNodes.AccessToken },
            });

        var exchanged = result.GetProperty("exchanged");
        Assert.Equal((ExchangeNodes.AccessToken, "bearer", "orders.read"), (Text(exchanged, "issued_token_type"), Text(exchanged, "token_type"), Text(exchanged, "scope")));
        var active = result.GetProperty("active");
        Assert.True(active.GetProperty("active").GetBoolean());
        Assert.Equal("""{"sub":"client:orders-api"}""", active.GetProperty("act").GetRawText());
        Assert.Equal("army:client:tank", Text(result.GetProperty("asserted"), "sub"));
        Assert.Equal("""{"error":"invalid_grant","status":400}""", result.GetProperty("replayed").GetRawText());
        Assert.Equal("""{"error":"invalid_request","status":400}""", result.GetProperty("refused").GetRawText());
    }

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();
}
