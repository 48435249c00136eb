using System.Net;
using Argus.ResourceServer;
using Argus.Specs.ResourceServers.Calling.Driving;

namespace Argus.Specs.ResourceServers.Calling;

public class An_issuer_that_fails
{
    [Fact]
    public async Task is_asked_ever_more_seldom()
    {
        await using var service = new CallingService();
        service.Issuer.Answer = _ => StandInIssuer.Unavailable();

        // Ten minutes of ten calls a second.
        for (var call = 0; call < 6_000; call++)
        {
            await FailsAsync(service, "temporarily_unavailable");
            service.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        // Waits of at least 0.5, 1, 2, 4, 8, 16, 30, 30… s, and at most twice that.
        Assert.InRange(service.Issuer.Requests.Count, 14, 26);
        Assert.Empty(service.Api.Calls);
    }

    [Fact]
    public async Task is_asked_by_one_for_all_once_the_wait_is_over()
    {
        await using var service = new CallingService();
        service.Issuer.Answer = _ => StandInIssuer.Unavailable();
        await FailsAsync(service, "temporarily_unavailable");
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        var held = new TaskCompletionSource();
        service.Issuer.Held = held.Task;

        string[] apis = ["orders", "orders, less", "stock"];
        var calls = Enumerable.Range(0, 300).Select(call => service.CallAsync(apis[call % 3])).ToArray();
        held.SetResult();
        foreach (var call in calls)
            await Assert.ThrowsAsync<ArgusTokenException>(() => call);

        Assert.Equal(2, service.Issuer.Requests.Count);
    }

    [Fact]
    public async Task is_asked_by_all_once_it_has_answered_one()
    {
        await using var service = new CallingService();
        service.Issuer.Answer = _ => StandInIssuer.Unavailable();
        await FailsAsync(service, "temporarily_unavailable");
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        service.Issuer.Answer = null;

        await Task.WhenAll(new[] { "orders", "orders, less", "stock" }.Select(api => service.CallAsync(api)));

        Assert.Equal(4, service.Issuer.Requests.Count);
        Assert.Equal(3, service.Api.Tokens.Distinct().Count());
    }

    [Fact]
    public async Task is_left_in_peace_as_long_as_it_asks_for()
    {
        await using var service = new CallingService();
        service.Issuer.Answer = _ => StandInIssuer.Unavailable(TimeSpan.FromSeconds(100));

        var failed = await FailsAsync(service, "temporarily_unavailable");
        Assert.InRange(failed.RetryAfter!.Value.TotalSeconds, 100, 110);
        service.Clock.Advance(TimeSpan.FromSeconds(99));
        await FailsAsync(service, "temporarily_unavailable");
        Assert.Single(service.Issuer.Requests);

        service.Issuer.Answer = null;
        service.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(HttpStatusCode.OK, await service.CallAsync());
    }

    [Fact]
    public async Task does_not_keep_its_clients_away_for_more_than_five_minutes_and_a_half()
    {
        await using var service = new CallingService();
        service.Issuer.Answer = _ => StandInIssuer.Unavailable(TimeSpan.FromDays(365));
        await FailsAsync(service, "temporarily_unavailable");

        service.Issuer.Answer = null;
        service.Clock.Advance(TimeSpan.FromSeconds(331));

        Assert.Equal(HttpStatusCode.OK, await service.CallAsync());
    }

    [Fact]
    public async Task does_not_end_a_token_that_is_still_good()
    {
        await using var service = new CallingService();
        await service.CallAsync();
        service.Issuer.Answer = _ => StandInIssuer.Unavailable();

        service.Clock.Advance(TimeSpan.FromSeconds(270));
        await service.CallUntilAsync(() => service.Issuer.Requests.Count == 2);
        for (var second = 0; second < 29; second++)
        {
            service.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(HttpStatusCode.OK, await service.CallAsync());
        }

        Assert.InRange(service.Issuer.Requests.Count, 2, 7);
        Assert.Equal(["secret-token-1"], service.Api.Tokens.Distinct());
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        await FailsAsync(service, "temporarily_unavailable");
    }

    [Fact]
    public async Task that_refuses_one_token_is_still_asked_for_others()
    {
        await using var service = new CallingService();
        service.Issuer.Answer = request => request.Form["resource"] == CallingService.Audience ? StandInIssuer.Error("invalid_target") : null;

        await FailsAsync(service, "invalid_target");
        Assert.Equal(HttpStatusCode.OK, await service.CallAsync("stock"));
        await FailsAsync(service, "invalid_target");

        Assert.Equal(2, service.Issuer.Requests.Count);
    }

    [Theory]
    [InlineData("connection")]
    [InlineData("timeout")]
    public async Task to_answer_at_all_is_unavailable(string how)
    {
        await using var service = new CallingService();
        if (how == "connection")
            service.Issuer.Answer = _ => throw new HttpRequestException("refused");
        else
            service.Issuer.Held = new TaskCompletionSource().Task;

        var call = FailsAsync(service, "temporarily_unavailable");
        while (!call.IsCompleted)
        {
            service.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.IsType(how == "connection" ? typeof(HttpRequestException) : typeof(TaskCanceledException), (await call).InnerException, exactMatch: false);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, """{"access_token":"secret-1","token_type":"Bearer"}""", "server_error")]
    [InlineData(HttpStatusCode.OK, """{"access_token":"secret-1","token_type":"Bearer","expires_in":0}""", "server_error")]
    [InlineData(HttpStatusCode.OK, """{"access_token":"secret-1","token_type":"Bearer","expires_in":"300"}""", "server_error")]
    [InlineData(HttpStatusCode.OK, """{"access_token":"secret-1","token_type":"DPoP","expires_in":300}""", "server_error")]
    [InlineData(HttpStatusCode.OK, """{"access_token":"secret 1\r\nX: y","token_type":"Bearer","expires_in":300}""", "server_error")]
    [InlineData(HttpStatusCode.OK, """{"access_token":"secret-1","access_token":"b","token_type":"Bearer","expires_in":300}""", "server_error")]
    [InlineData(HttpStatusCode.OK, """{"access_token":"secret-1""", "server_error")]
    [InlineData(HttpStatusCode.OK, "[]", "server_error")]
    [InlineData(HttpStatusCode.Redirect, "{}", "server_error")]
    [InlineData(HttpStatusCode.BadRequest, """{"error":"invalid_scope"}""", "invalid_scope")]
    [InlineData(HttpStatusCode.Unauthorized, """{"error":"invalid_client"}""", "invalid_client")]
    [InlineData(HttpStatusCode.BadRequest, """{"error":"secret-1"}""", "unknown_error")]
    [InlineData(HttpStatusCode.BadRequest, "{}", "unknown_error")]
    [InlineData(HttpStatusCode.BadRequest, "<html>secret-1", "server_error")]
    [InlineData(HttpStatusCode.TooManyRequests, "{}", "temporarily_unavailable")]
    [InlineData(HttpStatusCode.InternalServerError, "secret-1", "temporarily_unavailable")]
    public async Task is_told_by_a_code_and_not_in_its_own_words(HttpStatusCode status, string body, string error)
    {
        await using var service = new CallingService();
        service.Issuer.Answer = _ => StandInIssuer.Json(status, body);

        var failed = await FailsAsync(service, error);

        Assert.DoesNotContain("secret", failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(service.Log.Lines, line => line.Contains("secret-1", StringComparison.Ordinal));
    }

    private static async Task<ArgusTokenException> FailsAsync(CallingService service, string error)
    {
        var failed = await Assert.ThrowsAsync<ArgusTokenException>(() => service.CallAsync());
        Assert.Equal(error, failed.Error);
        Assert.Equal(CallingService.Audience, failed.Audience);
        return failed;
    }
}
