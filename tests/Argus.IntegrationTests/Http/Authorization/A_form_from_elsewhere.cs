using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Pages;

namespace Argus.IntegrationTests.Http.Authorization;

[Collection(WalksCollection.Name)]
public class A_form_from_elsewhere(Walks walks)
{
    private static readonly string Url = Walks.Url(Walks.Acme);

    private static readonly string SignIn = Browser.Encode(("username", Walks.Alice), ("password", Walks.Password));

    [Fact]
    public async Task signs_nobody_in_without_the_token_of_the_page()
    {
        var browser = walks.NewBrowser();
        await browser.GetAsync(Url);

        (await browser.PostAsync(Url, SignIn)).IsDeadEnd(403);
        (await browser.PostAsync(Url, $"{SignIn}&form_token=x")).IsDeadEnd(403);

        Assert.DoesNotContain(browser.Cookies.Keys, name => name.Contains("session", StringComparison.Ordinal));
    }

    [Fact]
    public async Task signs_nobody_in_with_the_token_of_another_browser_or_tenant()
    {
        var (own, other) = (walks.NewBrowser(), walks.NewBrowser());
        await own.GetAsync(Url);
        var foreign = await other.GetAsync(Url);
        var gamma = await own.GetAsync(Walks.Url(Walks.Gamma));

        (await own.PostAsync(Url, $"{SignIn}&form_token={TokenOf(foreign)}")).IsDeadEnd(403);
        (await own.PostAsync(Url, $"{SignIn}&form_token={TokenOf(gamma)}")).IsDeadEnd(403);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task signs_nobody_in_if_the_browser_says_that_it_comes_from_another_site(string header, string value)
    {
        var browser = walks.NewBrowser();
        var page = await browser.GetAsync(Url);

        (await browser.PostAsync(Url, $"{SignIn}&form_token={TokenOf(page)}", (header, value))).IsDeadEnd(403);
    }

    [Fact]
    public async Task gets_a_clear_page_in_a_browser_that_takes_no_cookies()
    {
        var browser = walks.NewBrowser();
        var page = await browser.GetAsync(Url);
        browser.Cookies.Clear();

        var refused = await browser.SignInAsync(page);

        refused.IsDeadEnd(403);
        Assert.Contains("cookies", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("allow")]
    [InlineData("deny")]
    public async Task decides_nothing(string decision)
    {
        var browser = walks.NewBrowser();
        var consent = await ConsentAsync(browser, Url);
        var form = $"decision={decision}";

        (await browser.PostAsync(Url, form)).IsDeadEnd(403);
        (await browser.PostAsync(Url, $"{form}&form_token={TokenOf(await walks.NewBrowser().GetAsync(Url))}")).IsDeadEnd(403);
        (await browser.PostAsync(Url, $"{form}&form_token={TokenOf(consent)}", ("Origin", "https://evil.example"))).IsDeadEnd(403);
        (await browser.GetAsync(Url)).ShowsPage(200, "Allow access?");
    }

    [Fact]
    public async Task decides_nothing_with_the_token_of_a_sign_in_page_of_another_request_or_of_another_session()
    {
        var browser = walks.NewBrowser();
        var signIn = await browser.GetAsync(Url);
        await browser.SignInAsync(signIn, await walks.NewUserAsync());
        var consent = await browser.GetAsync(Url);
        var another = Walks.Url(Walks.Acme, ("scope", "orders.write"), ("client_id", Known.Spa));

        (await browser.PostAsync(Url, $"decision=allow&form_token={TokenOf(signIn)}")).IsDeadEnd(403);
        (await browser.PostAsync(another, $"decision=allow&form_token={TokenOf(consent)}")).IsDeadEnd(403);
        await browser.SignInAsync(await browser.GetAsync(Walks.Url(Walks.Acme, ("prompt", "login"))), await walks.NewUserAsync());
        (await browser.PostAsync(Url, $"decision=allow&form_token={TokenOf(consent)}")).IsDeadEnd(403);
    }

    [Fact]
    public async Task does_not_bring_a_session_of_one_tenant_to_another()
    {
        var browser = walks.NewBrowser();
        await browser.WalkAsync(Url);
        var session = browser.Cookies["argus-session-acme"];

        browser.Cookies["argus-session-gamma"] = session;

        (await browser.GetAsync(Walks.Url(Walks.Gamma))).ShowsPage(200, "Sign in");
    }

    [Fact]
    public async Task that_denies_on_the_page_is_told_the_client()
    {
        var browser = walks.NewBrowser();
        var consent = await ConsentAsync(browser, Url);

        var denied = await browser.SubmitAsync(consent, ("decision", "deny"));

        denied.IsRefusedAtClient("access_denied", walks.Node.Issuer(Walks.Acme));
        (await browser.GetAsync(Url)).ShowsPage(200, "Allow access?");
    }

    [Fact]
    public async Task with_a_wrong_password_shows_the_page_again_and_does_not_say_which_was_wrong()
    {
        var browser = walks.NewBrowser();
        var page = await browser.GetAsync(Url);

        var wrong = await browser.SignInAsync(page, Walks.Alice, "wrong");
        var nobody = await browser.SignInAsync(page, "nobody <b>", "wrong");

        wrong.ShowsPage(200, "Sign in");
        Assert.Equal("nobody <b>", AllPages.Parse(nobody.Text).Input("username").Of("value"));
        Assert.Equal(wrong.Text.Replace(Walks.Alice, "", StringComparison.Ordinal), nobody.Text.Replace("nobody &lt;b&gt;", "", StringComparison.Ordinal));
        Assert.DoesNotContain(browser.Cookies.Keys, name => name.Contains("session", StringComparison.Ordinal));
    }

    private async Task<Reply> ConsentAsync(Browser browser, string url)
    {
        await browser.SignInAsync(await browser.GetAsync(url), await walks.NewUserAsync());
        return (await browser.GetAsync(url)).ShowsPage(200, "Allow access?");
    }

    private static string TokenOf(Reply page) => AllPages.Parse(page.Text).Input("form_token").Of("value")!;
}
