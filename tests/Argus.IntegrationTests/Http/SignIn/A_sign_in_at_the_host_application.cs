using System.Text.Json;
using System.Web;
using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Device;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.SignIn;

[Collection(DevicesCollection.Name)]
public class A_sign_in_at_the_host_application(Devices devices)
{
    private const string Hosted = Devices.Hosted;
    private const string Issuer = "http://localhost:5080/t/hosted";
    private const string Return = "/t/hosted/oauth/sign-in/handoff?login_verifier=";

    private readonly Browser _browser = new(devices.Node);

    [Fact]
    public async Task brings_the_browser_there_and_signed_in_back_to_where_it_was()
    {
        var url = Walks.Url(Hosted, ("login_hint", "alice & co"));
        var there = HttpUtility.ParseQueryString(new Uri(await LeaveAsync(_browser, url)).Query);
        Assert.Equal(("dark", Issuer, Known.Spa, "alice & co"), (there["theme"], there["iss"], there["client_id"], there["login_hint"]));

        var asked = await devices.Admin.GetAsync($"/tenants/hosted/sign-ins/{there["login_challenge"]}");
        Assert.Equal((Known.Spa, "alice & co"), (asked.Member("client_id"), asked.Member("login_hint")));
        Assert.Equal("""["offline_access","openid","orders.read"]""", asked.Json.GetProperty("scope").GetRawText());
        var back = await AcceptAsync(there["login_challenge"]!, """{ "username": "alice", "acr": "high", "amr": ["hwk", "pin"] }""");
        var returned = await _browser.GetAsync(back);
        Assert.Equal((303, url), (returned.Status, returned.Header("Location")));
        var tokens = await RedeemAsync((await _browser.GetAsync(url)).Code());

        var identity = new Compact(tokens.Member("id_token")!).Payload;
        Assert.Equal(("high", """["hwk","pin"]"""), (identity.GetProperty("acr").GetString(), identity.GetProperty("amr").GetRawText()));
        Assert.Equal((await devices.Admin.GetAsync("/tenants/hosted/users/alice")).Member("subject"), identity.GetProperty("sub").GetString());
    }

    [Fact]
    public async Task satisfies_the_request_that_asked_for_a_new_sign_in_and_no_other()
    {
        var url = Walks.Url(Hosted, ("prompt", "login"));
        var challenge = await ChallengeAsync(_browser, url);
        Assert.Equal("login", (await devices.Admin.GetAsync($"/tenants/hosted/sign-ins/{challenge}")).Member("prompt"));

        await _browser.GetAsync(await AcceptAsync(challenge));

        Assert.NotEmpty((await _browser.GetAsync(url)).Code());
        await LeaveAsync(_browser, Walks.Url(Hosted, ("prompt", "login"), ("nonce", "another")));
    }

    [Fact]
    public async Task is_good_once()
    {
        var back = await AcceptAsync(await ChallengeAsync(_browser, Walks.Url(Hosted)));
        Assert.Equal(303, (await _browser.GetAsync(back)).Status);

        (await _browser.GetAsync(back)).IsDeadEnd();
    }

    [Fact]
    public async Task is_good_in_the_browser_that_began_it_only()
    {
        var back = await AcceptAsync(await ChallengeAsync(_browser, Walks.Url(Hosted)));
        var victim = new Browser(devices.Node);
        await LeaveAsync(victim, Walks.Url(Hosted));

        (await victim.GetAsync(back)).IsDeadEnd();
        (await new Browser(devices.Node).GetAsync(back)).IsDeadEnd();
        Assert.DoesNotContain("argus-session-hosted", victim.Cookies.Keys);

        Assert.Equal(303, (await _browser.GetAsync(back)).Status);
    }

    [Fact]
    public async Task is_good_for_ten_minutes()
    {
        var (late, answered) = (await ChallengeAsync(_browser, Walks.Url(Hosted)), await ChallengeAsync(_browser, Walks.Url(Hosted)));
        var back = await AcceptAsync(answered);

        devices.Clock.Set(TimeSpan.FromMinutes(10));

        (await _browser.GetAsync(back)).IsDeadEnd();
        (await devices.Admin.GetAsync($"/tenants/hosted/sign-ins/{late}")).IsProblem(409, "challenge_expired");
        (await devices.Admin.PostAsync($"/tenants/hosted/sign-ins/{late}/accept", """{ "username": "alice" }""")).IsProblem(409, "challenge_expired");
    }

    [Fact]
    public async Task is_good_only_when_it_was_answered_and_by_the_answer_s_own_secret()
    {
        var challenge = await ChallengeAsync(_browser, Walks.Url(Hosted));
        (await _browser.GetAsync(Return + challenge)).IsDeadEnd();
        var back = await AcceptAsync(challenge);

        (await _browser.GetAsync(Return + challenge)).IsDeadEnd();
        (await _browser.GetAsync(back[..^1] + (back[^1] == 'A' ? 'E' : 'A'))).IsDeadEnd();
        (await _browser.GetAsync(Return)).IsDeadEnd();
        (await _browser.GetAsync(Return + "garbage")).IsDeadEnd();
        (await _browser.GetAsync($"{back}&login_verifier=x")).IsDeadEnd();
        (await _browser.GetAsync(back.Replace("/hosted/", "/acme/", StringComparison.Ordinal))).IsDeadEnd();
        Assert.Equal(303, (await _browser.GetAsync(back)).Status);
    }

    [Fact]
    public async Task is_answered_once_and_by_its_own_tenant_and_secret()
    {
        var challenge = await ChallengeAsync(_browser, Walks.Url(Hosted));
        var (id, other) = (challenge.Split('.')[0], (await ChallengeAsync(_browser, Walks.Url(Hosted))).Split('.')[1]);
        foreach (var wrong in new[] { $"{id}.{other}", id, "garbage" })
        {
            (await devices.Admin.GetAsync($"/tenants/hosted/sign-ins/{wrong}")).IsProblem(404, "challenge_unknown");
            (await devices.Admin.PostAsync($"/tenants/hosted/sign-ins/{wrong}/accept", """{ "username": "alice" }""")).IsProblem(404, "challenge_unknown");
            (await devices.Admin.PostAsync($"/tenants/hosted/sign-ins/{wrong}/reject", """{ "reason": "no" }""")).IsProblem(404, "challenge_unknown");
        }

        (await devices.Admin.PostAsync($"/tenants/acme/sign-ins/{challenge}/accept", """{ "username": "alice" }""")).IsProblem(404, "challenge_unknown");
        await AcceptAsync(challenge);
        (await devices.Admin.PostAsync($"/tenants/hosted/sign-ins/{challenge}/accept", """{ "username": "bob" }""")).IsProblem(409, "challenge_answered");
        (await devices.Admin.PostAsync($"/tenants/hosted/sign-ins/{challenge}/reject", """{ "reason": "no" }""")).IsProblem(409, "challenge_answered");
    }

    [Fact]
    public async Task ends_at_the_client_when_the_host_application_lets_nobody_in()
    {
        var challenge = await ChallengeAsync(_browser, Walks.Url(Hosted));
        var rejected = await devices.Admin.PostAsync($"/tenants/hosted/sign-ins/{challenge}/reject", """{ "reason": "not a customer" }""");
        var back = new Uri(rejected.Member("redirect_to")!).PathAndQuery;

        (await new Browser(devices.Node).GetAsync(back)).IsDeadEnd();
        (await _browser.GetAsync(back)).IsRefusedAtClient("access_denied", Issuer);

        (await _browser.GetAsync(back)).IsDeadEnd();
        Assert.DoesNotContain("argus-session-hosted", _browser.Cookies.Keys);
    }

    [Fact]
    public async Task registers_who_is_new_when_claims_come_with_the_name_and_is_known_at_another_node()
    {
        var challenge = await ChallengeAsync(_browser, Walks.Url(Hosted));
        (await devices.Admin.PostAsync($"/tenants/hosted/sign-ins/{challenge}/accept", """{ "username": "erin" }""")).IsProblem(404, "user_unknown");

        var back = await AcceptAsync(challenge, """{ "username": "Erin", "claims": { "name": "Erin", "email_verified": true } }""");
        var elsewhere = new Browser(devices.Other);
        foreach (var (name, value) in _browser.Cookies)
            elsewhere.Cookies[name] = value;
        Assert.Equal(303, (await elsewhere.GetAsync(back)).Status);

        var erin = await devices.Admin.GetAsync("/tenants/hosted/users/erin");
        Assert.Equal("""{"email_verified":true,"name":"Erin"}""", erin.Json.GetProperty("claims").GetRawText());
        Assert.False(erin.Json.GetProperty("has_password").GetBoolean());
        var again = await ChallengeAsync(new Browser(devices.Node), Walks.Url(Hosted));
        await AcceptAsync(again, $$"""{ "subject": "{{erin.Member("subject")}}" }""");
    }

    [Theory]
    [InlineData("{ }")]
    [InlineData("""{ "username": "alice", "subject": "x" }""")]
    [InlineData("""{ "username": "alice", "acr": "not a name" }""", "authentication_malformed")]
    [InlineData("""{ "username": "alice", "amr": [""] }""", "authentication_malformed")]
    [InlineData("""{ "username": "alice", "amr": ["pwd", null] }""")]
    [InlineData("""{ "username": "alice", "claims": { "sub": "x" } }""")]
    [InlineData("""{ "username": "", "claims": { } }""")]
    [InlineData("""{ "subject": "06drj5o06drj5o06drj5o06dr0" }""", "user_unknown", 404)]
    public async Task is_not_accepted_with_what_makes_no_sense(string body, string code = "invalid_request", int status = 400)
    {
        var challenge = await ChallengeAsync(_browser, Walks.Url(Hosted));

        (await devices.Admin.PostAsync($"/tenants/hosted/sign-ins/{challenge}/accept", body)).IsProblem(status, code);

        await AcceptAsync(challenge);
    }

    [Fact]
    public async Task is_not_good_for_who_is_disabled_before_or_after()
    {
        Assert.Equal(200, (await devices.Admin.PutAsync("/tenants/hosted/users/frank", $$"""{ "password": "{{Walks.Password}}" }""")).Status);
        var back = await AcceptAsync(await ChallengeAsync(_browser, Walks.Url(Hosted)), """{ "username": "frank" }""");

        Assert.Equal(200, (await devices.Admin.PostAsync("/tenants/hosted/users/frank/disable")).Status);

        (await _browser.GetAsync(back)).IsDeadEnd();
        var challenge = await ChallengeAsync(_browser, Walks.Url(Hosted));
        (await devices.Admin.PostAsync($"/tenants/hosted/sign-ins/{challenge}/accept", """{ "username": "frank" }""")).IsProblem(409, "user_disabled");
    }

    [Fact]
    public async Task leaves_no_way_in_by_a_password()
    {
        var page = await _browser.GetAsync("/t/hosted/oauth/device");
        var token = Browser.FormOf(page).Descendants("input").First().Attribute("value")!.Value;

        var posted = await _browser.PostAsync(Walks.Url(Hosted), Browser.Encode(("form_token", token), ("username", Walks.Alice), ("password", Walks.Password)));

        Assert.StartsWith(Devices.HostApplication, posted.Header("Location"), StringComparison.Ordinal);
        Assert.DoesNotContain("argus-session-hosted", _browser.Cookies.Keys);
    }

    [Fact]
    public async Task is_asked_for_a_device_too_and_its_pages_let_the_browser_go_there()
    {
        var requested = await devices.RequestAsync(Hosted);
        var page = await _browser.GetAsync("/t/hosted/oauth/device");
        Assert.Contains("form-action 'self' https://host.example;", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        var typed = await _browser.SubmitAsync(page, ("user_code", requested.Member("user_code")!));
        var challenge = await ChallengeAsync(_browser, typed.Header("Location")!);

        var returned = await _browser.GetAsync(await AcceptAsync(challenge));
        var question = (await _browser.GetAsync(returned.Header("Location")!)).ShowsPage(200, "Connect this device?");
        (await _browser.SubmitAsync(question, ("decision", "allow"))).ShowsPage(200, "The device is connected");

        Assert.Equal("0", new Compact((await devices.PollAsync(Hosted, requested)).AccessToken).Payload.GetProperty("acr").GetString());
    }

    [Fact]
    public async Task keeps_a_request_of_some_length_and_refuses_one_that_is_longer()
    {
        await LeaveAsync(_browser, Walks.Url(Hosted, ("login_hint", new string('x', 4096))));

        (await _browser.GetAsync(Walks.Url(Hosted, ("login_hint", new string('x', 4096)), ("id_token_unknown", new string('y', 4096))))).IsDeadEnd();
    }

    [Fact]
    public async Task can_be_given_up_by_the_tenant()
    {
        Assert.Equal(200, (await devices.Admin.PutAsync("/tenants/given-up", Described("\"https://host.example/login\""))).Status);
        Assert.Equal("https://host.example/login", await HandoffUriAsync());

        Assert.Equal(200, (await devices.Admin.PutAsync("/tenants/given-up", """{ "display_name": "Given up" }""")).Status);
        Assert.Equal("https://host.example/login", await HandoffUriAsync());

        Assert.Equal(200, (await devices.Admin.PutAsync("/tenants/given-up", Described("null"))).Status);
        Assert.Null(await HandoffUriAsync());
        foreach (var wrong in new[] { "\"http://host.example/\"", "\"com.example.app:/login\"", "\"https://host.example/#x\"", "1", "\"/login\"" })
            (await devices.Admin.PutAsync("/tenants/given-up", Described(wrong))).IsProblem(422, "description_refused");
    }

    private static string Described(string uri) => $$"""{ "sign_in": { "handoff_uri": {{uri}} } }""";

    private async Task<string?> HandoffUriAsync() =>
        (await devices.Admin.GetAsync("/tenants/given-up")).Json.GetProperty("sign_in") is { ValueKind: JsonValueKind.Object } signIn ? signIn.GetProperty("handoff_uri").GetString() : null;

    /// <summary>Where the browser is sent.</summary>
    private static async Task<string> LeaveAsync(Browser browser, string url)
    {
        var reply = await browser.GetAsync(url);
        Assert.Equal(303, reply.Status);
        Assert.StartsWith($"{Devices.HostApplication}&login_challenge=", reply.Header("Location"), StringComparison.Ordinal);
        return reply.Header("Location")!;
    }

    private static async Task<string> ChallengeAsync(Browser browser, string url) =>
        HttpUtility.ParseQueryString(new Uri(await LeaveAsync(browser, url)).Query)["login_challenge"]!;

    /// <summary>The host application says who it is, and gets the path to send the browser to.</summary>
    private async Task<string> AcceptAsync(string challenge, string body = """{ "username": "alice" }""")
    {
        var accepted = await devices.Admin.PostAsync($"/tenants/hosted/sign-ins/{challenge}/accept", body);
        Assert.True(accepted.Status == 200, accepted.ToString());
        Assert.StartsWith($"{Issuer}/oauth/sign-in/handoff?login_verifier=", accepted.Member("redirect_to"), StringComparison.Ordinal);
        return new Uri(accepted.Member("redirect_to")!).PathAndQuery;
    }

    private Task<Reply> RedeemAsync(string code) => devices.Node.PostAsync($"{Hosted}/oauth/token", Browser.Encode(
        ("grant_type", "authorization_code"), ("client_id", Known.Spa), ("code", code), ("code_verifier", Walks.Verifier), ("redirect_uri", Walks.Callback)));
}
