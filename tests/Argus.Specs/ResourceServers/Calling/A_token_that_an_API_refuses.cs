using System.Net;
using System.Net.Http.Json;
using System.Text;
using Argus.Specs.ResourceServers.Calling.Driving;

namespace Argus.Specs.ResourceServers.Calling;

public class A_token_that_an_API_refuses
{
    [Fact]
    public async Task is_replaced_once_if_it_was_kept()
    {
        await using var service = new CallingService();
        await service.CallAsync();
        service.Api.Answer = Refuses("secret-token-1");

        Assert.Equal(HttpStatusCode.OK, await service.CallAsync());

        Assert.Equal(["secret-token-1", "secret-token-1", "secret-token-2"], service.Api.Tokens);
    }

    [Fact]
    public async Task is_not_replaced_if_it_is_new()
    {
        await using var service = new CallingService();
        service.Api.Answer = _ => new HttpResponseMessage(HttpStatusCode.Unauthorized);

        Assert.Equal(HttpStatusCode.Unauthorized, await service.CallAsync());

        Assert.Single(service.Api.Calls);
        Assert.Single(service.Issuer.Requests);
    }

    [Fact]
    public async Task is_replaced_at_most_twice_a_minute_where_every_token_is_refused()
    {
        await using var service = new CallingService();
        service.Api.Answer = _ => new HttpResponseMessage(HttpStatusCode.Unauthorized);

        for (var call = 0; call < 600; call++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await service.CallAsync());
            service.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(service.Issuer.Requests.Count, 2, 3);
        Assert.InRange(service.Api.Calls.Count, 600, 603);
    }

    [Fact]
    public async Task is_replaced_once_for_a_thousand_calls()
    {
        await using var service = new CallingService();
        await service.CallAsync();
        service.Api.Answer = Refuses("secret-token-1");

        var statuses = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => service.CallAsync()));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(2, service.Issuer.Requests.Count);
    }

    [Fact]
    public async Task leaves_the_refusal_as_it_is_when_there_is_no_other()
    {
        await using var service = new CallingService();
        await service.CallAsync();
        service.Api.Answer = Refuses("secret-token-1");
        service.Issuer.Answer = _ => StandInIssuer.Unavailable();

        Assert.Equal(HttpStatusCode.Unauthorized, await service.CallAsync());

        Assert.Equal(2, service.Api.Calls.Count);
    }

    [Theory]
    [InlineData("text", true)]
    [InlineData("json", true)]
    [InlineData("parts", true)]
    [InlineData("stream", false)]
    [InlineData("parts with a stream", false)]
    public async Task is_tried_again_only_with_a_body_that_can_be_sent_twice(string body, bool again)
    {
        await using var service = new CallingService();
        await service.CallAsync();
        service.Api.Answer = Refuses("secret-token-1");

        var status = await service.CallAsync(body: Body(body));

        Assert.Equal(again ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, status);
        Assert.Equal(again ? 3 : 2, service.Api.Calls.Count);
        Assert.All(service.Api.Calls.Skip(1), call => Assert.Contains("hello", call.Body, StringComparison.Ordinal));

        // The token is gone all the same.
        Assert.Equal(HttpStatusCode.OK, await service.CallAsync());
    }

    private static HttpContent Body(string kind) => kind switch
    {
        "text" => new StringContent("hello"),
        "json" => JsonContent.Create(new { text = "hello" }),
        "parts" => new MultipartContent { new StringContent("hello") },
        "stream" => new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes("hello"))),
        _ => new MultipartContent { new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes("hello"))) },
    };

    private static Func<ApiCall, HttpResponseMessage> Refuses(string token) =>
        call => new HttpResponseMessage(call.Token == token ? HttpStatusCode.Unauthorized : HttpStatusCode.OK);
}
