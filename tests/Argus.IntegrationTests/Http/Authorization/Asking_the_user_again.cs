using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.Authorization;

[Collection(WalksCollection.Name)]
public class Asking_the_user_again(Walks walks)
{
    private string Issuer => walks.Node.Issuer(Walks.Acme);

    [Theory]
    [InlineData("prompt", "login", "Sign in")]
    [InlineData("prompt", "select_account", "Sign in")]
    [InlineData("prompt", "login consent", "Sign in")]
    [InlineData("max_age", "0", "Sign in")]
    [InlineData("prompt", "consent", "Allow access?")]
    public async Task happens_though_all_is_known_if_the_client_wants_it(string name, string value, string page)
    {
        var browser = walks.NewBrowser();
        await browser.WalkAsync(Walks.Url(Walks.Acme));
        var url = Walks.Url(Walks.Acme, (name, value));

        (await browser.GetAsync(url)).ShowsPage(200, page);

        // And it ends: who has just done it for this request need not do it again.
        Assert.NotEmpty((await browser.WalkAsync(url)).Code());
    }

    [Theory]
    [InlineData("max_age", "3600")]
    [InlineData("login_hint", "bob")]
    [InlineData("prompt", "none")]
    public async Task does_not_happen_if_all_is_known(string name, string value)
    {
        var browser = walks.NewBrowser();
        await browser.WalkAsync(Walks.Url(Walks.Acme));

        Assert.NotEmpty((await browser.GetAsync(Walks.Url(Walks.Acme, (name, value)))).Code());
    }

    [Fact]
    public async Task for_one_request_does_not_answer_another()
    {
        var browser = walks.NewBrowser();
        await browser.WalkAsync(Walks.Url(Walks.Acme, ("prompt", "login")));

        (await browser.GetAsync(Walks.Url(Walks.Acme, ("prompt", "login"), ("state", "another")))).ShowsPage(200, "Sign in");
    }

    [Fact]
    public async Task is_not_claimed_by_a_form()
    {
        var browser = walks.NewBrowser();
        await browser.WalkAsync(Walks.Url(Walks.Acme));
        var consent = await browser.GetAsync(Walks.Url(Walks.Acme, ("prompt", "consent")));
        var url = Walks.Url(Walks.Acme, ("prompt", "login consent"));
        var token = Browser.FormOf(consent).Descendants("input").First().Attribute("value")!.Value;

        (await browser.PostAsync(url, $"decision=allow&form_token={token}")).ShowsPage(200, "Sign in");
    }

    [Fact]
    public async Task cannot_happen_with_prompt_none()
    {
        var browser = walks.NewBrowser();
        var user = await walks.NewUserAsync();
        (await browser.GetAsync(Walks.Url(Walks.Acme, ("prompt", "none")))).IsRefusedAtClient("login_required", Issuer);
        await browser.SignInAsync(await browser.GetAsync(Walks.Url(Walks.Acme)), user);

        (await browser.GetAsync(Walks.Url(Walks.Acme, ("prompt", "none")))).IsRefusedAtClient("consent_required", Issuer);

        // Whatever a form says, the client said that nobody must be asked.
        var page = await browser.GetAsync(Walks.Url(Walks.Acme, ("prompt", "login")));
        var token = Browser.FormOf(page).Descendants("input").First().Attribute("value")!.Value;
        (await browser.PostAsync(Walks.Url(Walks.Acme, ("prompt", "none")), $"username={user}&password={Uri.EscapeDataString(Walks.Password)}&form_token={token}"))
            .IsRefusedAtClient("consent_required", Issuer);
    }

    [Fact]
    public async Task happens_if_the_client_expects_somebody_else()
    {
        var (alice, bob) = (walks.NewBrowser(), walks.NewBrowser());
        var hint = (await TokensAsync(alice, Walks.Alice)).Member("id_token")!;
        await TokensAsync(bob, Walks.Bob);

        Assert.NotEmpty((await alice.GetAsync(Walks.Url(Walks.Acme, ("id_token_hint", hint), ("prompt", "none")))).Code());
        var url = Walks.Url(Walks.Acme, ("id_token_hint", hint));
        var signIn = (await bob.GetAsync(url)).ShowsPage(200, "Sign in");
        Assert.Equal(303, (await bob.SignInAsync(signIn, Walks.Bob)).Status);
        (await bob.GetAsync(url)).IsRefusedAtClient("login_required", Issuer);
        (await bob.GetAsync(Walks.Url(Walks.Acme, ("id_token_hint", hint), ("prompt", "none")))).IsRefusedAtClient("login_required", Issuer);
    }

    [Fact]
    public async Task takes_no_token_for_a_hint_that_is_another_client_s_another_tenant_s_or_of_another_kind()
    {
        var browser = walks.NewBrowser();
        var tokens = await TokensAsync(browser, Walks.Alice);
        var gamma = await walks.RedeemAsync(Walks.Gamma, (await browser.WalkAsync(Walks.Url(Walks.Gamma))).Code());

        (await browser.GetAsync(Walks.Url(Walks.Acme, ("id_token_hint", tokens.AccessToken)))).IsRefusedAtClient("invalid_request", Issuer);
        (await browser.GetAsync(Walks.Url(Walks.Acme, ("id_token_hint", gamma.Member("id_token"))))).IsRefusedAtClient("invalid_request", Issuer);
        (await browser.GetAsync(Walks.Url(Walks.Acme, ("id_token_hint", Compact.Tampered(tokens.Member("id_token")!) + "A")))).IsRefusedAtClient("invalid_request", Issuer);
        (await browser.GetAsync(Walks.Url(Walks.Acme, ("client_id", "other"), ("id_token_hint", tokens.Member("id_token"))))).IsRefusedAtClient("invalid_request", Issuer);
    }

    [Fact]
    public async Task happens_when_the_user_is_out_of_service()
    {
        var browser = walks.NewBrowser();
        var user = await walks.NewUserAsync();
        await browser.WalkAsync(Walks.Url(Walks.Acme), user);
        Assert.Equal(200, (await walks.Admin.PostAsync($"/tenants/acme/users/{user}/disable")).Status);

        (await browser.GetAsync(Walks.Url(Walks.Acme, ("prompt", "none")))).IsRefusedAtClient("login_required", Issuer);
        (await browser.SignInAsync(await browser.GetAsync(Walks.Url(Walks.Acme)), user)).ShowsPage(200, "Sign in");
    }

    private async Task<Reply> TokensAsync(Browser browser, string user) => await walks.RedeemAsync(Walks.Acme, (await browser.WalkAsync(Walks.Url(Walks.Acme), user)).Code());
}
