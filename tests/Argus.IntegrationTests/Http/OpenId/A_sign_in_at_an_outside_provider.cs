using System.Text.Json.Nodes;
using System.Web;
using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.OpenId;

/// <summary>A tenant has its users sign in at tenant <c>ally</c>, which is another OpenID Provider to it in all but the host.</summary>
public sealed class A_sign_in_at_an_outside_provider(AlliedNode allied) : IClassFixture<AlliedNode>
{
    private const string Ally = AlliedNode.Ally;

    private readonly TestNode _node = allied.Node;
    private readonly Browser _browser = new(allied.Node);

    // Another for tests that look at all that is there.
    private string _tenant = "acme";

    private string Acme => $"/t/{_tenant}";

    private string Callback => AlliedNode.CallbackOf(_tenant);

    [Fact]
    public async Task makes_a_user_of_this_tenant_known_by_the_providers_name_for_them()
    {
        _tenant = "first";
        var tokens = await RedeemAsync(await ReturnAsync(await AtProviderAsync()));

        var claims = new Compact(tokens.Member("id_token")!).Payload;
        Assert.Equal(("0", """["ext"]"""), (claims.GetProperty("acr").GetString(), claims.GetProperty("amr").GetRawText()));
        var known = await _node.GetAsync($"{Acme}/oauth/userinfo", ("Authorization", $"Bearer {tokens.AccessToken}"));
        Assert.Equal(("Alice of Ally", "a@ally.example"), (known.Member("name"), known.Member("email")));
        Assert.DoesNotContain("department", known.Members);
        var registered = (await _node.OpenedAsync(_tenant, (await _node.EntriesAsync(_tenant, "user.registered"))[^1])).GetProperty("data");
        Assert.Equal(_node.Issuer(Ally), registered.GetProperty("external").GetProperty("issuer").GetString());

        var again = await RedeemAsync(await ReturnAsync(await AtProviderAsync(new Browser(_node))));
        Assert.Equal(claims.GetProperty("sub").GetString(), new Compact(again.Member("id_token")!).Payload.GetProperty("sub").GetString());
        Assert.Equal(2, (await _node.EntriesAsync(_tenant, "user.registered")).Count);
    }

    [Fact]
    public async Task leaves_nothing_in_the_log_that_could_finish_it()
    {
        _tenant = "sealed";
        var url = await AtProviderAsync();
        var secret = _browser.Cookies[$"argus-signin-{_tenant}"];

        var delegated = Assert.Single(await _node.EntriesAsync(_tenant, "sign_in.delegated")).GetRawText();
        var query = HttpUtility.ParseQueryString(new Uri(url).Query);
        foreach (var kept in new[] { secret, query["nonce"]!, query["code_challenge"]! })
            Assert.DoesNotContain(kept, delegated, StringComparison.Ordinal);
    }

    [Fact]
    public async Task counts_once()
    {
        var callback = await AnsweredAsync(await AtProviderAsync());
        Assert.Equal(303, (await _browser.GetAsync(callback)).Status);

        Fails(await _browser.GetAsync(callback));
    }

    [Fact]
    public async Task counts_in_the_browser_that_began_it_and_in_no_other()
    {
        var (thief, victim) = (_browser, new Browser(_node));
        var callback = await AnsweredAsync(await AtProviderAsync());

        Fails(await victim.GetAsync(callback));
        await AtProviderAsync(victim);
        Fails(await victim.GetAsync(callback));

        Assert.DoesNotContain($"argus-session-{_tenant}", victim.Cookies.Keys);
        Assert.Equal(303, (await thief.GetAsync(callback)).Status);
    }

    [Theory]
    [InlineData("iss", "https://evil.example")]
    [InlineData("iss", null)]
    [InlineData("code", "AAAA")]
    [InlineData("code", null)]
    [InlineData("state", "06drj5o06drj5o06drj5o06dr0")]
    [InlineData("state", "x")]
    [InlineData("error", "access_denied")]
    public async Task with_an_answer_that_is_not_the_providers_signs_nobody_in(string name, string? value)
    {
        var callback = new Uri(await AnsweredAsync(await AtProviderAsync()));
        var query = HttpUtility.ParseQueryString(callback.Query);
        query.Remove(name);
        if (value is not null)
            query[name] = value;

        Fails(await _browser.GetAsync($"{callback.AbsolutePath}?{query}"));

        Assert.DoesNotContain($"argus-session-{_tenant}", _browser.Cookies.Keys);
    }

    [Fact]
    public async Task does_not_take_two_sign_ins_in_one_browser_for_each_other()
    {
        var (first, second) = (await AtProviderAsync(), await AtProviderAsync());

        Assert.Equal(303, (await _browser.GetAsync(await AnsweredAsync(second))).Status);
        Assert.Equal(303, (await _browser.GetAsync(await AnsweredAsync(first))).Status);
    }

    [Fact]
    public async Task begins_with_a_form_of_the_sign_in_page_only()
    {
        var url = Walks.Url(Acme, ("client_id", "app"), ("scope", "openid"));
        var page = (await _browser.GetAsync(url)).ShowsPage(200, "Sign in");
        Assert.Contains($"form-action 'self' https://app.example {_node.Url.GetLeftPart(UriPartial.Authority)};", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("The Ally", page.Text, StringComparison.Ordinal);

        (await _browser.PostAsync(url, "provider=ally")).IsDeadEnd(403);
        (await _browser.SubmitAsync(page, ("provider", "nobody"))).IsDeadEnd();
    }

    [Fact]
    public async Task of_a_user_who_is_disabled_here_ends_on_a_page()
    {
        _tenant = "leaving";
        await RedeemAsync(await ReturnAsync(await AtProviderAsync()));
        var name = (await _node.OpenedAsync(_tenant, (await _node.EntriesAsync(_tenant, "user.registered"))[^1])).GetProperty("data").GetProperty("username").GetString()!;
        Assert.Equal(200, (await new AdminApi(_node).PostAsync($"/tenants/{_tenant}/users/{Uri.EscapeDataString(name)}/disable")).Status);
        _browser.Cookies.Remove($"argus-session-{_tenant}");

        Fails(await _browser.GetAsync(await AnsweredAsync(await AtProviderAsync())));
    }

    [Theory]
    [InlineData("\"issuer\": \"http://ally.example\"", "issuer: must be an absolute URI")]
    [InlineData("\"issuer\": \"https://ally.example\", \"client_secret\": \"x\"", "client_secret: is not supported")]
    [InlineData("\"issuer\": \"https://ally.example\", \"scope\": \"profile\"", "scope: must have openid")]
    public async Task is_not_described_wrongly(string members, string error)
    {
        var reply = await new AdminApi(_node).PutAsync("/tenants/acme", new JsonObject
        {
            ["identity_providers"] = new JsonArray(JsonNode.Parse($$"""{ "name": "x", "client_id": "acme", {{members}} }""")),
        }.ToJsonString());

        Assert.InRange(reply.Status, 400, 422);
        Assert.Contains(error, reply.Text, StringComparison.Ordinal);
    }

    /// <summary>From the client's request to the provider's door.</summary>
    private async Task<string> AtProviderAsync(Browser? browser = null)
    {
        browser ??= _browser;
        var page = (await browser.GetAsync(Walks.Url(Acme, ("client_id", "app"), ("scope", "openid profile email"), ("prompt", "login")))).ShowsPage(200, "Sign in");
        var reply = await browser.SubmitAsync(page, ("provider", "ally"));
        Assert.Equal(303, reply.Status);
        var location = reply.Header("Location")!;
        Assert.StartsWith($"{_node.Issuer(Ally)}/oauth/authorize?", location, StringComparison.Ordinal);
        _last = browser;
        return location;
    }

    private Browser _last = null!;

    /// <summary>Through the provider, to where it sends the browser back to.</summary>
    private async Task<string> AnsweredAsync(string url)
    {
        var reply = await _last.WalkAsync(url);
        Assert.StartsWith(_node.Issuer(Callback), reply.Header("Location"), StringComparison.Ordinal);
        return reply.Header("Location")!;
    }

    /// <summary>Back here, and on to the client.</summary>
    private async Task<Reply> ReturnAsync(string url)
    {
        var reply = await _last.GetAsync(await AnsweredAsync(url));
        Assert.True(reply.Status == 303, reply.ToString());
        return await _last.GetAsync(reply.Header("Location")!);
    }

    private Task<Reply> RedeemAsync(Reply atClient) => _node.PostAsync($"{Acme}/oauth/token", Browser.Encode(
        ("grant_type", "authorization_code"), ("client_id", "app"), ("code", atClient.Code()), ("code_verifier", Walks.Verifier), ("redirect_uri", Walks.Callback)));

    private static void Fails(Reply reply) => reply.ShowsPage(400, "You are not signed in");
}
