using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.Authorization;

[Collection(WalksCollection.Name)]
public class An_authorization_request_that_is_wrong(Walks walks)
{
    private readonly Browser _browser = walks.NewBrowser();

    [Theory]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_type", "code id_token", "unsupported_response_type")]
    [InlineData("response_type", "id_token", "unsupported_response_type")]
    [InlineData("response_type", "Code", "unsupported_response_type")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("response_mode", "form_post", "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c=", "invalid_request")]
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM0", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", "s256", "invalid_request")]
    [InlineData("scope", "openid  orders.read", "invalid_scope")]
    [InlineData("scope", "openid \"", "invalid_scope")]
    [InlineData("scope", "stock.read", "invalid_scope")]
    [InlineData("scope", "openid address", "invalid_scope")]
    [InlineData("resource", Known.Stock, "invalid_target")]
    [InlineData("resource", "https://unknown.example", "invalid_target")]
    [InlineData("resource", "not a uri", "invalid_target")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("prompt", "create", "invalid_request")]
    [InlineData("prompt", "login ", "invalid_request")]
    [InlineData("max_age", "-1", "invalid_request")]
    [InlineData("max_age", "1.5", "invalid_request")]
    [InlineData("max_age", "99999999999", "invalid_request")]
    [InlineData("id_token_hint", "x.y.z", "invalid_request")]
    [InlineData("request", "x.y.z", "request_not_supported")]
    [InlineData("request_uri", "https://app.example/request", "request_uri_not_supported")]
    [InlineData("registration", "{}", "registration_not_supported")]
    public async Task is_refused_at_the_client_with_the_state_and_the_issuer(string name, string? value, string error)
    {
        var reply = await _browser.GetAsync(Walks.Url(Walks.Acme, (name, value)));

        reply.IsRefusedAtClient(error, walks.Node.Issuer(Walks.Acme));
    }

    [Fact]
    public async Task is_refused_at_the_client_for_a_nonce_of_more_than_512_characters()
    {
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("nonce", new string('n', 512))))).ShowsPage(200, "Sign in");
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("nonce", new string('n', 513))))).IsRefusedAtClient("invalid_request", walks.Node.Issuer(Walks.Acme));
    }

    [Fact]
    public async Task asks_for_offline_access_of_a_client_that_may_not_refresh() =>
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("client_id", "wide"), ("resource", Known.Orders)))).IsRefusedAtClient("invalid_scope", walks.Node.Issuer(Walks.Acme));

    [Fact]
    public async Task names_no_resource_though_the_client_has_several_and_a_scope_belongs_to_one()
    {
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("client_id", "wide"), ("scope", "openid orders.read")))).IsRefusedAtClient("invalid_target", walks.Node.Issuer(Walks.Acme));
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("client_id", "wide"), ("scope", "openid")))).ShowsPage(200, "Sign in");
    }

    [Fact]
    public async Task asks_for_a_scope_that_the_named_resource_does_not_know()
    {
        var url = Walks.Url(Walks.Acme, ("client_id", "wide"), ("scope", "orders.read stock.read"), ("resource", Known.Orders));

        (await _browser.GetAsync(url)).IsRefusedAtClient("invalid_scope", walks.Node.Issuer(Walks.Acme));
        (await _browser.GetAsync($"{url}&resource={Uri.EscapeDataString(Known.Stock)}")).ShowsPage(200, "Sign in");
    }

    [Theory]
    [InlineData("client_id", null)]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", "SPA")]
    [InlineData("client_id", "billing")]
    [InlineData("redirect_uri", "https://evil.example/cb")]
    public async Task goes_nowhere_if_it_is_not_known_where_to(string name, string? value) =>
        (await _browser.GetAsync(Walks.Url(Walks.Acme, (name, value)))).IsDeadEnd();

    [Fact]
    public async Task goes_nowhere_without_a_redirect_URI_if_the_client_has_several()
    {
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("client_id", "native"), ("scope", "openid"), ("redirect_uri", null)))).IsDeadEnd();
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("redirect_uri", null)))).ShowsPage(200, "Sign in");
    }

    [Fact]
    public async Task goes_nowhere_with_a_state_that_cannot_be_given_back()
    {
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("state", new string('s', 2048))))).ShowsPage(200, "Sign in");
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("state", new string('s', 2049))))).IsDeadEnd();
    }

    [Theory]
    [InlineData("&state=2")]
    [InlineData("&scope=openid")]
    [InlineData("&client_id=spa")]
    [InlineData("&redirect_uri=https://evil.example/cb")]
    [InlineData("&code_challenge_method=S256")]
    [InlineData("&prompt=a&prompt=b")]
    public async Task repeats_a_parameter(string more) => (await _browser.GetAsync(Walks.Url(Walks.Acme) + more)).IsDeadEnd();

    [Theory]
    [InlineData("state", 4097)]
    [InlineData("login_hint", 4097)]
    [InlineData("unknown", 4097)]
    public async Task has_a_parameter_that_is_too_long_and_is_not_dropped_CVE_2026_9704(string name, int length) =>
        (await _browser.GetAsync(Walks.Url(Walks.Acme, (name, new string('x', length))))).IsDeadEnd();

    [Fact]
    public async Task is_longer_than_16_KiB()
    {
        var long3 = Enumerable.Range(0, 3).Select(i => ($"x{i}", (string?)new string('x', 4000))).ToArray();
        var long5 = Enumerable.Range(0, 4).Select(i => ($"x{i}", (string?)new string('x', 4090))).ToArray();

        (await _browser.GetAsync(Walks.Url(Walks.Acme, long3))).ShowsPage(200, "Sign in");
        (await _browser.GetAsync(Walks.Url(Walks.Acme, long5))).IsDeadEnd();
        (await _browser.PostAsync($"{Walks.Acme}/oauth/authorize", Browser.Encode(Walks.Parameters(("nonce", null), ("login_hint", string.Concat(Enumerable.Repeat("\u20ac", 1365))), ("id_token_hint", string.Concat(Enumerable.Repeat("\u20ac", 1365))))))).IsDeadEnd();
    }

    [Theory]
    [InlineData("&x=%c0%80")]
    [InlineData("&x=%ff")]
    [InlineData("&x=%00")]
    public async Task is_malformed(string more) => (await _browser.GetAsync(Walks.Url(Walks.Acme) + more)).IsDeadEnd();

    [Fact]
    public async Task is_right_for_all_that_if_it_only_has_parameters_that_nobody_knows() =>
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("unknown", "x"), ("display", "popup"), ("ui_locales", "fr")))).ShowsPage(200, "Sign in");

    [Fact]
    public async Task may_come_as_a_form_and_is_sent_on_to_its_URL()
    {
        var sentOn = await _browser.PostAsync($"{Walks.Acme}/oauth/authorize", Browser.Encode(Walks.Parameters(("unknown", "x"))));

        Assert.Equal(303, sentOn.Status);
        (await _browser.GetAsync(sentOn.Header("Location")!)).ShowsPage(200, "Sign in");
        Assert.NotEmpty((await _browser.WalkAsync(sentOn.Header("Location")!)).Code());
        (await _browser.PostAsync($"{Walks.Acme}/oauth/authorize", "scope=a&scope=b")).IsDeadEnd();
    }
}
