using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.Authorization;

[Collection(WalksCollection.Name)]
public class A_pushed_authorization_request(Walks walks)
{
    private const string Par = "/oauth/par";

    private readonly Browser _browser = walks.NewBrowser();

    private string Issuer => walks.Node.Issuer(Walks.Acme);

    [Fact]
    public async Task is_all_that_counts_and_gives_one_code()
    {
        var name = await PushAsync();
        var url = Url(name) + "&scope=stock.read&redirect_uri=https://evil.example&state=other&response_type=token&prompt=none";

        (await _browser.GetAsync(url)).ShowsPage(200, "Sign in");
        var answer = (await _browser.WalkAsync(url)).AtClient();
        var tokens = await walks.RedeemAsync(Walks.Acme, answer["code"]);

        Assert.Equal((Walks.State, Issuer), (answer["state"], answer["iss"]));
        Assert.Equal(200, tokens.Status);
        (await _browser.GetAsync(Url(name))).IsDeadEnd();
        Assert.Equal(200, (await walks.RefreshAsync(Walks.Acme, tokens.Member("refresh_token")!)).Status);
    }

    [Fact]
    public async Task is_answered_with_a_name_that_is_good_for_90_seconds()
    {
        var pushed = await PostAsync(Walks.Parameters());

        Assert.Equal(201, pushed.Status);
        Assert.Equal(["expires_in", "request_uri"], pushed.Members.Order());
        Assert.Equal(600, pushed.Json.GetProperty("expires_in").GetInt32());
        Assert.Matches("^urn:ietf:params:oauth:request_uri:[0-9a-v]{26}\\.[A-Za-z0-9_-]{43}$", pushed.Member("request_uri"));
        pushed.IsNotStored();
    }

    [Fact]
    public async Task may_be_denied_and_brought_again_until_a_code_is_issued()
    {
        var name = await PushAsync(("prompt", "consent"));
        await _browser.SignInAsync(await _browser.GetAsync(Url(name)));

        (await _browser.SubmitAsync(await _browser.GetAsync(Url(name)), ("decision", "deny"))).IsRefusedAtClient("access_denied", Issuer);

        Assert.NotEmpty((await _browser.SubmitAsync(await _browser.GetAsync(Url(name)), ("decision", "allow"))).Code());
        (await _browser.GetAsync(Url(name))).IsDeadEnd();
    }

    [Fact]
    public async Task gives_one_code_to_many_who_bring_it_at_once()
    {
        await _browser.WalkAsync(Walks.Url(Walks.Acme));
        var url = Url(await PushAsync());

        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _browser.GetAsync(url)));

        Assert.Single(replies, reply => reply.Status == 303);
        Assert.All(replies.Where(reply => reply.Status != 303), reply => reply.IsDeadEnd());
    }

    [Fact]
    public async Task pushed_again_is_another_one_and_is_asked_for_itself()
    {
        await _browser.WalkAsync(Url(await PushAsync(("prompt", "login"))));

        (await _browser.GetAsync(Url(await PushAsync(("prompt", "login"))))).ShowsPage(200, "Sign in");
    }

    [Fact]
    public async Task is_nothing_to_another_client_or_tenant_or_under_another_name()
    {
        var name = await PushAsync();

        (await _browser.GetAsync(Url(name, "other"))).IsDeadEnd();
        (await _browser.GetAsync($"{Walks.Acme}/oauth/authorize?request_uri={Uri.EscapeDataString(name)}")).IsDeadEnd();
        (await _browser.GetAsync(Url(name).Replace(Walks.Acme, Walks.Gamma, StringComparison.Ordinal))).IsDeadEnd();
        (await _browser.GetAsync(Url(name[..^1] + (name[^1] == 'A' ? 'B' : 'A')))).IsDeadEnd();
        (await _browser.GetAsync(Url(name[..^1]))).IsDeadEnd();
        (await _browser.GetAsync(Url(name + ".x"))).IsDeadEnd();
        (await _browser.GetAsync(Url("urn:ietf:params:oauth:request_uri:"))).IsDeadEnd();
        (await _browser.GetAsync(Url(name))).ShowsPage(200, "Sign in");
    }

    [Theory]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("redirect_uri", "https://evil.example/cb", "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("scope", "stock.read", "invalid_scope")]
    [InlineData("resource", Known.Stock, "invalid_target")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("max_age", "x", "invalid_request")]
    [InlineData("request", "x.y.z", "request_not_supported")]
    [InlineData("request_uri", "urn:ietf:params:oauth:request_uri:x", "invalid_request")]
    [InlineData("request_uri", "https://app.example/r", "invalid_request")]
    public async Task is_checked_before_it_is_kept(string name, string? value, string error) =>
        (await PostAsync(Walks.Parameters((name, value)))).Refuses(400, error);

    [Fact]
    public async Task is_taken_from_a_client_that_proves_who_it_is()
    {
        var parameters = Browser.Encode(Walks.Parameters(("client_id", null), ("scope", "openid")));

        Assert.Equal(201, (await walks.Node.PostAsync(Walks.Acme + Par, parameters, Walks.Shop.Basic)).Status);
        (await walks.Node.PostAsync(Walks.Acme + Par, parameters, (Walks.Shop with { Secret = "wrong" }).Basic)).Refuses(401, "invalid_client");
        (await walks.Node.PostAsync(Walks.Acme + Par, $"{parameters}&client_id={Walks.Shop.Id}")).Refuses(401, "invalid_client");
        (await walks.Node.PostAsync(Walks.Acme + Par, parameters)).Refuses(401, "invalid_client");
        (await walks.Node.PostAsync(Walks.Acme + Par, parameters, Known.Billing.Basic)).Refuses(400, "unauthorized_client");
        Assert.Equal(405, (await walks.Node.GetAsync(Walks.Acme + Par)).Status);
    }

    [Fact]
    public async Task keeps_no_secret_of_the_client()
    {
        var reply = await walks.Node.PostAsync(Walks.Acme + Par, $"{Browser.Encode(Walks.Parameters(("client_id", Walks.Shop.Id), ("scope", "openid")))}&client_secret={Client.Form(Walks.Shop.Secret)}");

        Assert.Equal(201, reply.Status);
        var secret = reply.Member("request_uri")!.Split('.')[^1];
        Assert.All(await walks.Node.EntriesAsync("acme", "authorization.pushed"), entry =>
        {
            Assert.DoesNotContain(Walks.Shop.Secret, entry.GetRawText(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, entry.GetRawText(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task is_not_kept_if_it_is_larger_than_16_KiB()
    {
        // Each of these is six characters in the log.
        var controls = new string('\u0001', 1365);

        (await PostAsync(Walks.Parameters(("login_hint", controls), ("state", controls)))).Refuses(400, "invalid_request");
        Assert.Equal(201, (await PostAsync(Walks.Parameters(("login_hint", controls)))).Status);
    }

    [Fact]
    public async Task is_the_only_one_that_a_client_may_send_which_must_push()
    {
        var url = Walks.Url(Walks.Acme, ("client_id", "pushing"), ("scope", "openid"));

        (await _browser.GetAsync(url)).IsRefusedAtClient("invalid_request", Issuer);

        var pushed = await PostAsync(Walks.Parameters(("client_id", "pushing"), ("scope", "openid")));
        Assert.NotEmpty((await _browser.WalkAsync(Url(pushed.Member("request_uri")!, "pushing"))).Code());
    }

    private async Task<string> PushAsync(params (string Name, string? Value)[] changes) => (await PostAsync(Walks.Parameters(changes))).Member("request_uri")!;

    private Task<Reply> PostAsync((string Name, string Value)[] parameters) => walks.Node.PostAsync(Walks.Acme + Par, Browser.Encode(parameters));

    private static string Url(string name, string client = Known.Spa) => $"{Walks.Acme}/oauth/authorize?{Browser.Encode(("client_id", client), ("request_uri", name))}";
}
