using System.Text.Json.Nodes;
using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.OpenId;

[Collection(OpenIdCollection.Name)]
public class A_logout(OpenIdNode openId)
{
    private const string Logout = OpenIdNode.Acme + "/oauth/logout";

    [Theory]
    [InlineData(OpenIdNode.Bye, OpenIdNode.Bye + "?state=a%26b")]
    [InlineData("https://app.example/bye?from=argus", "https://app.example/bye?from=argus&state=a%26b")]
    [InlineData("http://127.0.0.1:49152/bye", "http://127.0.0.1:49152/bye?state=a%26b")]
    [InlineData("com.example.app:/bye", "com.example.app:/bye?state=a%26b")]
    public async Task with_an_ID_token_of_the_session_ends_it_at_once_and_goes_where_the_client_registered(string uri, string location)
    {
        var user = await openId.SignInAsync();

        var reply = await user.Browser.GetAsync(Url(("id_token_hint", user.IdToken), ("post_logout_redirect_uri", uri), ("state", "a&b")));

        Assert.Equal((303, location), (reply.Status, reply.Header("Location")));
        Assert.Equal(("no-store", "no-referrer"), (reply.Header("Cache-Control"), reply.Header("Referrer-Policy")));
        Assert.Contains("argus-session-acme=;", reply.Header("Set-Cookie"), StringComparison.Ordinal);
        await IsOverAsync(user);
    }

    [Fact]
    public async Task ends_the_session_and_not_what_the_user_granted()
    {
        var user = await openId.SignInAsync();
        var cookies = user.Browser.Cookies.ToDictionary();
        (await user.Browser.GetAsync(Url(("id_token_hint", user.IdToken)))).ShowsPage(200, "You are signed out");

        foreach (var (name, value) in cookies)
            user.Browser.Cookies[name] = value;
        Assert.False(await OpenIdNode.IsSignedInAsync(user.Browser));
        var refreshed = await openId.Node.PostAsync(
            $"{OpenIdNode.Acme}/oauth/token", Browser.Encode(("grant_type", "refresh_token"), ("client_id", OpenIdNode.App), ("refresh_token", user.Tokens.Member("refresh_token")!)));
        Assert.Equal(200, refreshed.Status);
    }

    [Fact]
    public async Task that_another_site_posts_becomes_a_URL_so_that_the_sessions_cookie_comes_along()
    {
        var user = await openId.SignInAsync();
        var form = Browser.Encode(("id_token_hint", user.IdToken), ("post_logout_redirect_uri", OpenIdNode.Bye), ("state", "s"), ("form_token", "x"));

        var reply = await new Browser(openId.Node).PostAsync(Logout, form, ("Origin", "https://app.example"), ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(303, reply.Status);
        Assert.StartsWith($"{Logout}?id_token_hint=", reply.Header("Location"), StringComparison.Ordinal);
        Assert.Equal($"{OpenIdNode.Bye}?state=s", (await user.Browser.GetAsync(reply.Header("Location")!)).Header("Location"));
        await IsOverAsync(user);
    }

    [Fact]
    public async Task without_a_hint_asks_and_ends_the_session_when_the_user_says_so()
    {
        var user = await openId.SignInAsync();
        var page = (await user.Browser.GetAsync(Url(("client_id", OpenIdNode.App), ("post_logout_redirect_uri", OpenIdNode.Bye), ("state", "s")))).ShowsPage(200, "Sign out of acme & Co?");
        Assert.Contains(Walks.Alice, page.Text, StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https://app.example;", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.True(await OpenIdNode.IsSignedInAsync(user.Browser));

        var reply = await user.Browser.SubmitAsync(page, ("decision", "sign_out"));

        Assert.Equal((303, $"{OpenIdNode.Bye}?state=s"), (reply.Status, reply.Header("Location")));
        await IsOverAsync(user);
    }

    [Fact]
    public async Task changes_nothing_when_the_user_stays()
    {
        var user = await openId.SignInAsync();
        var page = await user.Browser.GetAsync(Logout);

        (await user.Browser.SubmitAsync(page, ("decision", "stay"))).ShowsPage(200, "You are still signed in");

        Assert.True(await OpenIdNode.IsSignedInAsync(user.Browser));
    }

    [Fact]
    public async Task with_the_ID_token_of_another_user_asks()
    {
        var (alice, bob) = (await openId.SignInAsync(), await openId.SignInAsync(Walks.Bob));

        (await alice.Browser.GetAsync(Url(("id_token_hint", bob.IdToken), ("post_logout_redirect_uri", OpenIdNode.Bye)))).ShowsPage(200, "Sign out of acme & Co?");

        Assert.True(await OpenIdNode.IsSignedInAsync(alice.Browser));
    }

    [Fact]
    public async Task without_a_session_has_nothing_to_ask()
    {
        var browser = new Browser(openId.Node);

        (await browser.GetAsync(Logout)).ShowsPage(200, "You are signed out");
        Assert.Equal(OpenIdNode.Bye, (await browser.GetAsync(Url(("client_id", OpenIdNode.App), ("post_logout_redirect_uri", OpenIdNode.Bye)))).Header("Location"));
    }

    [Theory]
    [InlineData("https://evil.example/bye")]
    [InlineData("https://app.example/bye/")]
    [InlineData("https://app.example/bye?x=1")]
    [InlineData("https://app.example/bye#x")]
    [InlineData("https://app.example/bye/../evil")]
    [InlineData("https://app.example/%62ye")]
    [InlineData("https://app.example:443/bye")]
    [InlineData("https://APP.example/bye")]
    [InlineData("https://app.example@evil.example/bye")]
    [InlineData("https://app.example.evil.example/bye")]
    [InlineData("https://app.example\\@evil.example/bye")]
    [InlineData("https://аpp.example/bye")]
    [InlineData("//app.example/bye")]
    [InlineData("/bye")]
    [InlineData("http://app.example/bye")]
    [InlineData("http://127.0.0.1:80@evil.example/bye")]
    [InlineData("http://localhost/bye")]
    [InlineData("javascript:alert(1)")]
    [InlineData("com.example.app:/evil")]
    [InlineData(Walks.Callback)]
    [InlineData("https://other.example/bye")]
    public async Task never_goes_where_the_client_did_not_register(string uri)
    {
        var user = await openId.SignInAsync();

        IsDeadEnd(await user.Browser.GetAsync(Url(("id_token_hint", user.IdToken), ("post_logout_redirect_uri", uri))));
        IsDeadEnd(await user.Browser.GetAsync(Url(("client_id", OpenIdNode.App), ("post_logout_redirect_uri", uri))));
        IsDeadEnd(await new Browser(openId.Node).GetAsync(Url(("client_id", OpenIdNode.App), ("post_logout_redirect_uri", uri))));

        Assert.True(await OpenIdNode.IsSignedInAsync(user.Browser));
    }

    [Fact]
    public async Task never_goes_anywhere_for_a_client_that_nobody_named_or_knows()
    {
        var browser = new Browser(openId.Node);

        IsDeadEnd(await browser.GetAsync(Url(("post_logout_redirect_uri", OpenIdNode.Bye))));
        IsDeadEnd(await browser.GetAsync(Url(("client_id", "nobody"), ("post_logout_redirect_uri", OpenIdNode.Bye))));
        IsDeadEnd(await browser.GetAsync(Url(("client_id", OpenIdNode.Other), ("post_logout_redirect_uri", OpenIdNode.Bye))));
    }

    [Fact]
    public async Task with_what_is_no_ID_token_of_this_tenant_does_nothing()
    {
        var user = await openId.SignInAsync();
        var elsewhere = await openId.SignInAsync(tenant: OpenIdNode.Gamma);
        string[] hints =
        [
            "x", user.Tokens.AccessToken, elsewhere.IdToken, user.IdToken[..^4] + "AAAA",
            await openId.ForgeAsync("acme", key => key.LogoutTokenHeader, Claims(user, 0)),
            await openId.ForgeAsync("acme", key => key.IdTokenHeader, Without(Claims(user, 0), "aud")),
            await openId.ForgeAsync("gamma", key => key.IdTokenHeader, With(Claims(user, 0), "iss", openId.Node.Issuer(OpenIdNode.Acme))),
        ];

        foreach (var hint in hints)
            IsDeadEnd(await user.Browser.GetAsync(Url(("id_token_hint", hint), ("client_id", OpenIdNode.App), ("post_logout_redirect_uri", OpenIdNode.Bye))));
        IsDeadEnd(await user.Browser.GetAsync(Url(("id_token_hint", user.IdToken), ("client_id", OpenIdNode.Other))));

        Assert.True(await OpenIdNode.IsSignedInAsync(user.Browser));
    }

    [Fact]
    public async Task takes_an_ID_token_that_has_expired_long_ago()
    {
        var user = await openId.SignInAsync();
        var hint = await openId.ForgeAsync("acme", key => key.IdTokenHeader, Claims(user, 86_400 * 30));

        (await user.Browser.GetAsync(Url(("id_token_hint", hint)))).ShowsPage(200, "You are signed out");

        await IsOverAsync(user);
    }

    [Fact]
    public async Task that_is_read_strictly_refuses_what_is_repeated_or_too_long()
    {
        var browser = new Browser(openId.Node);

        IsDeadEnd(await browser.GetAsync($"{Logout}?client_id=app&client_id=app"));
        IsDeadEnd(await browser.GetAsync($"{Logout}?state={new string('s', 4_097)}"));
        IsDeadEnd(await browser.GetAsync($"{Logout}?state=%ff"));
    }

    [Fact]
    public async Task cannot_be_decided_by_a_form_of_another_site()
    {
        var user = await openId.SignInAsync();
        var token = Browser.FormOf(await user.Browser.GetAsync(Logout)).Descendants("input").First().Attribute("value")!.Value;
        var stranger = Browser.FormOf(await (await openId.SignInAsync()).Browser.GetAsync(Logout)).Descendants("input").First().Attribute("value")!.Value;

        foreach (var (form, headers) in new (string, (string, string)[])[]
        {
            ("decision=sign_out", []),
            ($"decision=sign_out&form_token={stranger}", []),
            ($"decision=sign_out&form_token={token}", [("Origin", "https://evil.example")]),
            ($"decision=sign_out&form_token={token}", [("Sec-Fetch-Site", "cross-site")]),
        })
        {
            IsDeadEnd(await user.Browser.PostAsync(Logout, form, headers), 403);
        }

        // What a browser sends for another site has no SameSite cookie; and yet it would take the deletion of one from the answer.
        foreach (var decision in new[] { "sign_out", "stay" })
        {
            var reply = await new Browser(openId.Node).PostAsync(Logout, $"decision={decision}");
            IsDeadEnd(reply, 403);
            Assert.Null(reply.Header("Set-Cookie"));
        }

        (await user.Browser.GetAsync($"{Logout}?decision=sign_out&form_token={token}")).ShowsPage(200, "Sign out of acme & Co?");
        Assert.True(await OpenIdNode.IsSignedInAsync(user.Browser));
    }

    private static string Url(params (string Name, string Value)[] parameters) => $"{Logout}?{Browser.Encode(parameters)}";

    private static void IsDeadEnd(Reply reply, int status = 400)
    {
        reply.ShowsPage(status, "Nobody was signed out");
        Assert.DoesNotContain("<form", reply.Text, StringComparison.Ordinal);
    }

    private async Task IsOverAsync(SignedIn user)
    {
        Assert.False(await OpenIdNode.IsSignedInAsync(user.Browser));
        var ended = (await openId.Node.EntriesAsync("acme", "session.ended")).Single(entry => entry.GetProperty("stream").GetString() == $"session:{user.Session}");
        Assert.Equal(("signed_out", $"user:{user.Subject}"), (ended.GetProperty("data").GetProperty("reason").GetString(), ended.GetProperty("actor").GetString()));
    }

    private static JsonObject Claims(SignedIn user, int secondsAgo)
    {
        var claims = JsonNode.Parse(new Compact(user.IdToken).Payload.GetRawText())!.AsObject();
        foreach (var name in new[] { "iat", "exp" })
            claims[name] = claims[name]!.GetValue<long>() - secondsAgo;
        return claims;
    }

    private static JsonObject Without(JsonObject claims, string name)
    {
        claims.Remove(name);
        return claims;
    }

    private static JsonObject With(JsonObject claims, string name, string value)
    {
        claims[name] = value;
        return claims;
    }
}
