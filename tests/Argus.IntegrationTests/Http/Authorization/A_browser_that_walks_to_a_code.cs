using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.Authorization;

[Collection(WalksCollection.Name)]
public class A_browser_that_walks_to_a_code(Walks walks)
{
    [Fact]
    public async Task signs_in_allows_it_and_brings_a_code_that_gives_tokens_which_can_be_refreshed()
    {
        var browser = walks.NewBrowser();
        var url = Walks.Url(Walks.Acme);

        var signIn = (await browser.GetAsync(url)).ShowsPage(200, "Sign in");
        var signedIn = await browser.SignInAsync(signIn, await walks.NewUserAsync());
        Assert.Equal((303, url), (signedIn.Status, signedIn.Header("Location")));
        var consent = (await browser.GetAsync(url)).ShowsPage(200, "Allow access?");
        var answer = (await browser.SubmitAsync(consent, ("decision", "allow"))).AtClient();
        var tokens = await walks.RedeemAsync(Walks.Acme, answer["code"]);
        var refreshed = await walks.RefreshAsync(Walks.Acme, tokens.Member("refresh_token")!);

        Assert.Equal((Walks.State, walks.Node.Issuer(Walks.Acme)), (answer["state"], answer["iss"]));
        Assert.Equal("openid offline_access orders.read".Split(' ').Order(), tokens.Member("scope")!.Split(' ').Order());
        var access = new Compact(tokens.AccessToken).Payload;
        var identity = new Compact(tokens.Member("id_token")!).Payload;
        Assert.Equal(Known.Orders, access.GetProperty("aud").GetString());
        Assert.Equal((Known.Spa, "n-1"), (identity.GetProperty("aud").GetString(), identity.GetProperty("nonce").GetString()));
        Assert.Equal(("1", """["pwd"]"""), (identity.GetProperty("acr").GetString(), identity.GetProperty("amr").GetRawText()));
        Assert.Equal(access.GetProperty("sub").GetString(), identity.GetProperty("sub").GetString());
        (await walks.Node.IntrospectAsync(Walks.Acme, Known.OrdersApi, tokens.AccessToken)).IsActive();
        (await walks.Node.IntrospectAsync(Walks.Acme, Known.OrdersApi, refreshed.AccessToken)).IsActive();
    }

    [Fact]
    public async Task is_asked_neither_for_a_password_nor_for_consent_the_next_time()
    {
        var browser = walks.NewBrowser();
        await browser.WalkAsync(Walks.Url(Walks.Acme));

        Assert.NotEmpty((await browser.GetAsync(Walks.Url(Walks.Acme))).Code());
    }
}
