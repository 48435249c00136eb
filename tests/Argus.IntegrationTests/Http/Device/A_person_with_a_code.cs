using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Pages;

namespace Argus.IntegrationTests.Http.Device;

[Collection(DevicesCollection.Name)]
public class A_person_with_a_code(Devices devices)
{
    private readonly Browser _browser = new(devices.Node);

    [Fact]
    public async Task may_type_it_in_any_case_with_spaces_and_dashes_anywhere()
    {
        var code = (await devices.RequestAsync(Devices.Acme)).Member("user_code")!.Replace("-", "", StringComparison.Ordinal);

        foreach (var typed in new[] { code, code.ToLowerInvariant(), $" {code[..2]}-{code[2..5]} - {code[5..]} " })
            (await Devices.WalkAsync(_browser, Devices.Acme, typed)).ShowsPage(200, "Connect this device?");
    }

    [Fact]
    public async Task finds_it_in_the_field_when_it_came_with_the_link_and_learns_nothing_more()
    {
        var right = (await devices.RequestAsync(Devices.Acme)).Member("user_code")!;

        foreach (var code in new[] { right, "BBBB-BBBB" })
        {
            var page = (await _browser.GetAsync($"/t/acme/oauth/device?user_code={code}")).ShowsPage(200, "Connect a device");
            Assert.Equal(code, AllPages.Parse(page.Text).Input("user_code").Of("value"));
            Assert.DoesNotContain("not right", page.Text, StringComparison.Ordinal);
        }

        Assert.Null(AllPages.Parse((await _browser.GetAsync("/t/acme/oauth/device?user_code=%3Cscript%3E")).Text).Input("user_code").Of("value"));
        (await _browser.GetAsync("/t/acme/oauth/device?user_code=BBBB-BBBB&user_code=CCCC-CCCC")).IsDeadEnd();
    }

    [Fact]
    public async Task sees_what_asks_for_what_in_whose_name()
    {
        var requested = await devices.RequestAsync(Devices.Acme);

        var question = (await Devices.WalkAsync(_browser, Devices.Acme, requested.Member("user_code")!)).ShowsPage(200, "Connect this device?");

        var text = AllPages.Parse(question.Text).Value;
        foreach (var shown in new[] { "The <TV>", Walks.Alice, requested.Member("user_code")!, "orders.read", "Know who you are", "Keep this access while you are not there" })
            Assert.Contains(shown, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_asked_every_time_even_for_a_client_that_nobody_is_asked_for()
    {
        for (var time = 0; time < 2; time++)
        {
            var requested = await devices.RequestAsync(Devices.Acme);
            (await Devices.DecideAsync(_browser, Devices.Acme, requested)).ShowsPage(200, "The device is connected");
        }
    }

    [Fact]
    public async Task can_use_it_no_more_when_it_is_decided()
    {
        var requested = await devices.RequestAsync(Devices.Acme);
        await Devices.DecideAsync(_browser, Devices.Acme, requested, "deny");

        var typed = await _browser.SubmitAsync(await _browser.GetAsync("/t/acme/oauth/device"), ("user_code", requested.Member("user_code")!));

        Assert.Contains("This code is not right", typed.ShowsPage(200, "Connect a device").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task of_another_tenant_is_not_known()
    {
        var requested = await devices.RequestAsync(Devices.Acme);

        var typed = await _browser.SubmitAsync(await _browser.GetAsync("/t/gamma/oauth/device"), ("user_code", requested.Member("user_code")!));

        Assert.Contains("This code is not right", typed.ShowsPage(200, "Connect a device").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task who_cannot_sign_in_comes_no_further()
    {
        var requested = await devices.RequestAsync(Devices.Acme);
        var typed = await _browser.SubmitAsync(await _browser.GetAsync("/t/acme/oauth/device"), ("user_code", requested.Member("user_code")!));
        var signIn = (await _browser.GetAsync(typed.Header("Location")!)).ShowsPage(200, "Sign in");

        var failed = await _browser.SubmitAsync(signIn, ("username", "dave"), ("password", "wrong"));

        Assert.Contains("is not right", failed.ShowsPage(200, "Sign in").Text, StringComparison.Ordinal);
        (await _browser.GetAsync("/t/acme/oauth/device/verify")).ShowsPage(200, "Sign in");
        (await devices.PollAsync(Devices.Acme, requested)).Refuses(400, "authorization_pending");
    }

    [Fact]
    public async Task may_guess_ten_times_and_not_even_the_right_code_is_good_then_for_a_while()
    {
        var requested = await devices.RequestAsync(Devices.Guessed);
        var right = requested.Member("user_code")!;
        for (var time = 0; time < 10; time++)
            await TypeAsync(time % 2 == 0 ? "BBBB-BBBB" : "no code", isKnown: false);

        await TypeAsync(right, isKnown: false);
        _browser.Cookies.Clear();
        await TypeAsync(right, isKnown: false);
        _browser.Cookies["argus-device-guessed"] = right;
        (await _browser.GetAsync("/t/guessed/oauth/device/verify")).ShowsPage(200, "Connect a device");

        devices.Clock.Set(TimeSpan.FromMinutes(10));
        await TypeAsync((await devices.RequestAsync(Devices.Guessed)).Member("user_code")!, isKnown: true);
    }

    [Fact]
    public async Task is_not_asked_by_forms_of_other_sites()
    {
        var requested = await devices.RequestAsync(Devices.Acme);
        var code = requested.Member("user_code")!;
        var question = await Devices.WalkAsync(_browser, Devices.Acme, code);
        var token = AllPages.Parse(question.Text).Input("form_token").Of("value")!;
        var decision = Browser.Encode(("form_token", token), ("user_code", code), ("decision", "allow"));
        const string verify = "/t/acme/oauth/device/verify";

        (await _browser.PostAsync(verify, Browser.Encode(("user_code", code)))).IsDeadEnd(403);
        (await _browser.PostAsync(verify, Browser.Encode(("username", Walks.Alice), ("password", Walks.Password)))).IsDeadEnd(403);
        (await _browser.PostAsync(verify, Browser.Encode(("user_code", code), ("decision", "allow")))).IsDeadEnd(403);
        (await _browser.PostAsync(verify, decision, ("Origin", "https://evil.example"))).IsDeadEnd(403);
        (await _browser.PostAsync(verify, decision, ("Sec-Fetch-Site", "cross-site"))).IsDeadEnd(403);
        (await new Browser(devices.Node).PostAsync(verify, decision)).IsDeadEnd(403);

        (await devices.PollAsync(Devices.Acme, requested)).Refuses(400, "authorization_pending");
    }

    [Fact]
    public async Task decides_with_the_form_of_that_code_in_that_session_only()
    {
        var (first, second) = ((await devices.RequestAsync(Devices.Acme)).Member("user_code")!, (await devices.RequestAsync(Devices.Acme)).Member("user_code")!);
        var question = await Devices.WalkAsync(_browser, Devices.Acme, first);
        var token = AllPages.Parse(question.Text).Input("form_token").Of("value")!;
        var entered = AllPages.Parse((await _browser.GetAsync("/t/acme/oauth/device")).Text).Input("form_token").Of("value")!;
        const string verify = "/t/acme/oauth/device/verify";

        (await _browser.PostAsync(verify, Browser.Encode(("form_token", token), ("user_code", second), ("decision", "allow")))).IsDeadEnd(403);
        (await _browser.PostAsync(verify, Browser.Encode(("form_token", entered), ("user_code", first), ("decision", "allow")))).IsDeadEnd(403);
        _browser.Cookies.Remove("argus-session-acme");
        (await _browser.PostAsync(verify, Browser.Encode(("form_token", token), ("user_code", first), ("decision", "allow")))).IsDeadEnd(403);
        await Devices.WalkAsync(_browser, Devices.Acme, first, Walks.Bob);
        (await _browser.PostAsync(verify, Browser.Encode(("form_token", token), ("user_code", first), ("decision", "allow")))).IsDeadEnd(403);
    }

    private async Task TypeAsync(string code, bool isKnown)
    {
        var typed = await _browser.SubmitAsync(await _browser.GetAsync("/t/guessed/oauth/device"), ("user_code", code));
        Assert.True(typed.Status == (isKnown ? 303 : 200), $"{code}: {typed}");
    }
}
