using Argus.ResourceServer;
using Argus.Specs.ResourceServers.Calling.Driving;
using Microsoft.AspNetCore.Http;

namespace Argus.Specs.ResourceServers.Calling;

public class A_call_for_a_user
{
    private const string Api = "for the user";

    [Theory]
    [InlineData("Bearer")]
    [InlineData("DPoP")]
    public async Task exchanges_the_token_of_the_request_that_is_being_answered(string scheme)
    {
        await using var service = new CallingService();
        service.Incoming = IncomingRequest.With("users-token", scheme);

        await service.CallAsync(Api);

        var form = Assert.Single(service.Issuer.Requests).Form;
        Assert.Equal("urn:ietf:params:oauth:grant-type:token-exchange", form["grant_type"]);
        Assert.Equal("users-token", form["subject_token"]);
        Assert.Equal("urn:ietf:params:oauth:token-type:access_token", form["subject_token_type"]);
        Assert.Equal(CallingService.Audience, form["resource"]);
        Assert.Equal("orders.read", form["scope"]);
        Assert.Equal(["secret-token-1"], service.Api.Tokens);
    }

    [Fact]
    public async Task has_a_token_for_each_user_and_another_for_the_service_itself()
    {
        await using var service = new CallingService();
        foreach (var token in new[] { "alices", "bobs", "alices" })
        {
            service.Incoming = IncomingRequest.With(token);
            await service.CallAsync(Api);
        }

        await service.CallAsync("orders, less");

        Assert.Equal(["secret-token-1", "secret-token-2", "secret-token-1", "secret-token-3"], service.Api.Tokens);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task is_not_made_where_nobody_was_let_in_by_Argus(string name, HttpContext? incoming)
    {
        Assert.NotEmpty(name);
        await using var service = new CallingService { Incoming = incoming };

        Assert.Equal("invalid_request", (await Assert.ThrowsAsync<ArgusTokenException>(() => service.CallAsync(Api))).Error);

        Assert.Empty(service.Issuer.Requests);
        Assert.Empty(service.Api.Calls);
    }

    public static TheoryData<string, HttpContext?> Others => new()
    {
        { "no request", null },
        { "a request that was not authenticated", IncomingRequest.WithoutCaller("t") },
        { "one of an application's own user", IncomingRequest.OfSomebodyElse("legacy-token") },
        { "one without a token in its place", IncomingRequest.With("t", "Basic") },
    };

    [Fact]
    public async Task refuses_what_is_no_access_token()
    {
        await using var service = new CallingService { Incoming = IncomingRequest.With("users-token") };
        service.Issuer.Answer = _ => StandInIssuer.Json(
            System.Net.HttpStatusCode.OK,
            """{"access_token":"secret-1","token_type":"Bearer","issued_token_type":"urn:ietf:params:oauth:token-type:refresh_token","expires_in":60}""");

        Assert.Equal("server_error", (await Assert.ThrowsAsync<ArgusTokenException>(() => service.CallAsync(Api))).Error);
    }

    [Fact]
    public async Task whose_token_is_refused_holds_up_no_other_user()
    {
        await using var service = new CallingService();
        service.Issuer.Answer = request => request.Form["subject_token"] == "bobs" ? StandInIssuer.Error("invalid_grant") : null;

        service.Incoming = IncomingRequest.With("bobs");
        Assert.Equal("invalid_grant", (await Assert.ThrowsAsync<ArgusTokenException>(() => service.CallAsync(Api))).Error);
        service.Incoming = IncomingRequest.With("alices");
        await service.CallAsync(Api);

        Assert.Equal(["secret-token-1"], service.Api.Tokens);
    }
}
