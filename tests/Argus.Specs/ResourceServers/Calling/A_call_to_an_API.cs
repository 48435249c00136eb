using System.Net;
using System.Text;
using Argus.Specs.ResourceServers.Calling.Driving;

namespace Argus.Specs.ResourceServers.Calling;

public class A_call_to_an_API
{
    [Fact]
    public async Task carries_a_token_that_was_asked_for_with_the_client_s_secret()
    {
        await using var service = new CallingService();

        Assert.Equal(HttpStatusCode.OK, await service.CallAsync());

        var call = Assert.Single(service.Api.Calls);
        Assert.Equal(("Bearer", "secret-token-1", null), (call.Scheme, call.Token, call.Proof));
        var request = Assert.Single(service.Issuer.Requests);
        Assert.Equal($"{StandInIssuer.Issuer}/oauth/token", request.Uri.AbsoluteUri);
        Assert.Equal("Basic " + Convert.ToBase64String("billing:s%3A%2B%20%25"u8), request.Authorization);
        Assert.Equal("client_credentials", request.Form["grant_type"]);
        Assert.Equal(CallingService.Audience, request.Form["resource"]);
        Assert.Equal("orders.read orders.write", request.Form["scope"]);
        Assert.Equal(3, request.Form.Count);
        Assert.Null(request.Proof);
    }

    [Fact]
    public async Task asks_for_no_scope_where_none_is_named()
    {
        await using var service = new CallingService();

        await service.CallAsync("stock");

        Assert.DoesNotContain("scope", Assert.Single(service.Issuer.Requests).Form.Keys);
    }

    [Fact]
    public async Task shares_its_token_with_all_that_want_the_same_and_with_nobody_else()
    {
        await using var service = new CallingService();

        foreach (var api in new[] { "orders", "orders again", "orders, less", "stock", "orders" })
            await service.CallAsync(api);

        Assert.Equal(["secret-token-1", "secret-token-1", "secret-token-2", "secret-token-3", "secret-token-1"], service.Api.Tokens);
        Assert.Equal(1, service.Issuer.MetadataRequests);
    }

    [Theory]
    [InlineData("http://orders.example/")]
    [InlineData("http://127.0.0.1.example/")]
    [InlineData("https://user@orders.example/")]
    public async Task is_not_made_where_the_token_could_be_read_on_the_way(string url)
    {
        await using var service = new CallingService();
        using var client = service.Client();

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync(url, TestContext.Current.CancellationToken));

        Assert.Empty(service.Api.Calls);
        Assert.Empty(service.Issuer.Requests);
    }

    [Fact]
    public async Task is_not_made_without_its_token_by_a_thread_that_cannot_wait()
    {
        await using var service = new CallingService();
        using var client = service.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://orders.example/");

        Assert.Throws<NotSupportedException>(() => client.Send(request, TestContext.Current.CancellationToken));

        Assert.Empty(service.Api.Calls);
    }

    [Fact]
    public async Task carries_the_token_of_its_own_API_whatever_it_carried_before()
    {
        await using var service = new CallingService();
        using var client = service.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://orders.example/") { Content = new StringContent("x", Encoding.UTF8) };
        request.Headers.Authorization = new("Bearer", "somebody-elses");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(["secret-token-1"], service.Api.Tokens);
    }
}
