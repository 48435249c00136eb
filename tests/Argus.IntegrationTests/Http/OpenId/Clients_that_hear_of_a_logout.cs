using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.OpenId;

[Collection(OpenIdCollection.Name)]
public class Clients_that_hear_of_a_logout(OpenIdNode openId)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task get_a_logout_token_each_that_the_log_has_had_before()
    {
        var user = await openId.SignInAsync();
        await OpenIdNode.SignInAsync(openId.Node, user.Browser, client: OpenIdNode.Other);
        await user.Browser.GetAsync($"{OpenIdNode.Acme}/oauth/logout?id_token_hint={user.IdToken}");
        await Eventually.Holds("both are told", Soon, () => openId.Receiver.Of(user.Session).Length >= 2);

        var deliveries = openId.Receiver.Of(user.Session);
        Assert.Equal([OpenIdNode.App, OpenIdNode.Other], deliveries.Select(delivery => delivery.Client).Order());
        var keys = (await openId.Node.GetAsync($"{OpenIdNode.Acme}/.well-known/jwks.json")).Json.GetProperty("keys").EnumerateArray().ToArray();
        foreach (var (client, _) in deliveries)
            IsLogoutToken(deliveries.Single(delivery => delivery.Client == client).Token, client, user, keys);
        var history = await HistoryAsync(user);
        Assert.Equal("logout.due", history[0].GetProperty("type").GetString());
        await Eventually.Holds("that they took it is recorded", Soon, async () => (await HistoryAsync(user)).Count(entry => Type(entry) == "logout.delivered") == 2);
        Assert.Equal(
            deliveries.Select(delivery => delivery.Token.Digest).Order(),
            (await HistoryAsync(user)).Where(entry => Type(entry) == "logout.attempted").Select(entry => entry.GetProperty("data").GetProperty("digest").GetString()!).Order());
    }

    [Fact]
    public async Task hear_of_it_too_when_another_user_takes_the_browser()
    {
        var alice = await openId.SignInAsync();

        await alice.Browser.SignInAsync((await alice.Browser.GetAsync(Walks.Url(OpenIdNode.Acme, ("client_id", OpenIdNode.App), ("prompt", "login")))).ShowsPage(200, "Sign in"), Walks.Bob);

        await Eventually.Holds("the client is told", Soon, () => openId.Receiver.Of(alice.Session).Length == 1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(400)]
    [InlineData(307)]
    [InlineData(201)]
    public async Task are_tried_again_when_they_do_not_take_it(int status)
    {
        var user = await openId.SignInAsync();
        openId.Receiver.Status = delivery => openId.Receiver.Of(user.Session).Length == 1 && delivery.Client == OpenIdNode.App ? status : 204;

        await user.Browser.GetAsync($"{OpenIdNode.Acme}/oauth/logout?id_token_hint={user.IdToken}");

        await Eventually.Holds("it is recorded", Soon, async () => Type((await HistoryAsync(user))[^1]) == "logout.delivered");
        var deliveries = openId.Receiver.Of(user.Session);
        Assert.Equal([OpenIdNode.App, OpenIdNode.App], deliveries.Select(delivery => delivery.Client));
        Assert.NotEqual(deliveries[0].Token.Jti, deliveries[1].Token.Jti);
        Assert.Equal(["logout.due", "logout.attempted", "logout.attempted", "logout.delivered"], (await HistoryAsync(user)).Select(Type));
    }

    [Fact]
    public async Task are_not_told_when_they_never_had_the_user()
    {
        var browser = new Browser(openId.Node);
        var page = (await browser.GetAsync(Walks.Url(OpenIdNode.Acme, ("client_id", OpenIdNode.App)))).ShowsPage(200, "Sign in");
        await browser.SignInAsync(page);
        var session = browser.Cookies["argus-session-acme"].Split('.')[0];

        await browser.SubmitAsync(await browser.GetAsync($"{OpenIdNode.Acme}/oauth/logout"), ("decision", "sign_out"));

        Assert.DoesNotContain(await openId.Node.EntriesAsync("acme"), entry => entry.GetProperty("stream").GetString() == $"logout:{session}");
    }

    private static void IsLogoutToken(Compact token, string client, SignedIn user, JsonElement[] keys)
    {
        var (header, claims) = (token.Header, token.Payload);
        Assert.Equal(("RS256", "logout+jwt"), (header.GetProperty("alg").GetString(), header.GetProperty("typ").GetString()));
        Assert.True(token.VerifiesWith(keys.Single(key => key.GetProperty("kid").GetString() == header.GetProperty("kid").GetString())));
        Assert.Equal(["aud", "events", "exp", "iat", "iss", "jti", "sid", "sub"], token.Claims.Order());
        Assert.Equal((client, user.Subject, user.Session), (claims.GetProperty("aud").GetString(), claims.GetProperty("sub").GetString(), claims.GetProperty("sid").GetString()));
        Assert.Equal(new Compact(user.IdToken).Payload.GetProperty("iss").GetString(), claims.GetProperty("iss").GetString());
        Assert.Equal("""{"http://schemas.openid.net/event/backchannel-logout":{}}""", claims.GetProperty("events").GetRawText());
        Assert.Equal(120, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
    }

    private async Task<JsonElement[]> HistoryAsync(SignedIn user) =>
        [.. (await openId.Node.EntriesAsync("acme")).Where(entry => entry.GetProperty("stream").GetString() == $"logout:{user.Session}")];

    private static string? Type(JsonElement entry) => entry.GetProperty("type").GetString();
}
