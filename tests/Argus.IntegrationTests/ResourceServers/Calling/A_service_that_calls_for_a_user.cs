using System.Net;
using System.Net.Http.Headers;
using Argus.IntegrationTests.Http.Driving;
using Argus.ResourceServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Argus.IntegrationTests.ResourceServers.Calling;

public class A_service_that_calls_for_a_user(ChainNode chain) : IClassFixture<ChainNode>
{
    [Fact]
    public async Task is_let_in_as_the_user_by_itself_with_a_token_for_each()
    {
        await using var stock = await CalledApi.StartAsync(chain.Issuer, options => options.Audience = Known.Stock);
        await using var orders = await FrontAsync(stock);
        var (alice, bob) = (await GrantAsync("alice"), await GrantAsync("bob"));

        var forAlice = await AskAsync(orders, alice);
        var again = await AskAsync(orders, alice);
        var forBob = await AskAsync(orders, bob);

        Assert.StartsWith($"orders-api for {Subject("alice")} may orders.read by ", forAlice.Text, StringComparison.Ordinal);
        Assert.Equal(forAlice, again);
        Assert.StartsWith($"orders-api for {Subject("bob")} may orders.read by ", forBob.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task names_itself_as_the_actor_and_the_user_s_token_as_the_parent()
    {
        await using var stock = await CalledApi.StartAsync(chain.Issuer, options => options.Audience = Known.Stock);
        await using var orders = await FrontAsync(stock, "/lineage");
        var token = await GrantAsync("alice");

        var answer = await AskAsync(orders, token);

        Assert.Equal($"client:orders-api from {new Compact(token).Jti}", answer.Text);
    }

    [Fact]
    public async Task makes_no_call_when_the_user_s_token_has_been_revoked()
    {
        await using var stock = await CalledApi.StartAsync(chain.Issuer, options => options.Audience = Known.Stock);
        await using var orders = await FrontAsync(stock);
        var token = await GrantAsync("alice");
        Assert.Equal(200, (await chain.Node.PostAsync($"/t/{ChainNode.Tenant}/oauth/revoke", $"token={token}&client_id=spa")).Status);

        Assert.Equal((HttpStatusCode.BadGateway, "invalid_request"), await AskAsync(orders, token));
    }

    /// <summary>An API for orders that asks the one for stock on behalf of its callers.</summary>
    private Task<CalledApi> FrontAsync(CalledApi stock, string path = "/who") => CalledApi.StartAsync(
        chain.Issuer,
        services: services =>
        {
            services.AddArgusTokenClient(options =>
            {
                options.Issuer = chain.Issuer;
                options.ClientId = Known.OrdersApi.Id;
                options.ClientSecret = Known.OrdersApi.Secret;
            });
            services.AddHttpClient("stock", http => http.BaseAddress = stock.Url).AddArgusTokenForUser(Known.Stock, "orders.read");
        },
        map: app => app.MapGet("/ask", async (HttpContext http, IHttpClientFactory clients) =>
        {
            using var client = clients.CreateClient("stock");
            try
            {
                return Results.Text(await client.GetStringAsync(path, http.RequestAborted));
            }
            catch (ArgusTokenException e)
            {
                return Results.Text(e.Error, statusCode: StatusCodes.Status502BadGateway);
            }
        }).RequireArgus(["orders.read"]));

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(CalledApi orders, string token)
    {
        using var client = new HttpClient { BaseAddress = orders.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.GetAsync("/ask", TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<string> GrantAsync(string user) => (await new Grants(chain.Node, ChainNode.Tenant).OpenAsync(user)).AccessToken;

    private string Subject(string user) => new Grants(chain.Node, ChainNode.Tenant).SubjectOf(user).ToString();
}
