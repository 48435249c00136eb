using System.Text.Json;
using Argus.Domain.Clients;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.Authorization;

[Collection(WalksCollection.Name)]
public class A_consent_over_HTTP(Walks walks)
{
    private readonly Browser _browser = walks.NewBrowser();

    [Fact]
    public async Task is_remembered_and_asked_for_again_only_for_what_is_new()
    {
        await WalkAsync(("scope", "openid orders.read"));

        Assert.NotEmpty((await _browser.GetAsync(Walks.Url(Walks.Acme, ("scope", "orders.read")))).Code());
        var consent = (await _browser.GetAsync(Walks.Url(Walks.Acme, ("scope", "openid orders.read orders.write")))).ShowsPage(200, "Allow access?");
        Assert.Equal(["orders.write"], Asked(consent));
        var all = await _browser.GetAsync(Walks.Url(Walks.Acme, ("scope", "openid orders.read"), ("prompt", "consent")));
        Assert.Equal(["openid", "orders.read"], Asked(all));
    }

    [Fact]
    public async Task is_one_client_s_and_one_user_s()
    {
        await WalkAsync(("scope", "openid"));

        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("client_id", "other"), ("scope", "openid")))).ShowsPage(200, "Allow access?");
        await _browser.SignInAsync(await _browser.GetAsync(Walks.Url(Walks.Acme, ("prompt", "login"))), await walks.NewUserAsync());
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("scope", "openid")))).ShowsPage(200, "Allow access?");
    }

    [Fact]
    public async Task is_not_asked_for_by_a_client_of_the_tenant_itself_unless_it_wants_to()
    {
        await _browser.SignInAsync(await _browser.GetAsync(Walks.Url(Walks.Acme)), await walks.NewUserAsync());

        Assert.NotEmpty((await _browser.GetAsync(Walks.Url(Walks.Acme, ("client_id", "own")))).Code());
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("client_id", "own"), ("prompt", "consent")))).ShowsPage(200, "Allow access?");
    }

    [Fact]
    public async Task names_the_client_as_people_do_and_nothing_in_it_is_markup()
    {
        await _browser.SignInAsync(await _browser.GetAsync(Walks.Url(Walks.Acme)), await walks.NewUserAsync());

        var consent = await _browser.GetAsync(Walks.Url(Walks.Acme, ("client_id", Walks.Shop.Id), ("scope", "openid")));

        Assert.Contains("The &lt;Shop&gt;", consent.Text, StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https://app.example;", consent.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task that_is_withdrawn_takes_its_tokens_with_it_and_is_asked_for_again()
    {
        var user = await walks.NewUserAsync();
        var code = (await _browser.WalkAsync(Walks.Url(Walks.Acme), user)).Code();
        var tokens = await walks.RedeemAsync(Walks.Acme, code);
        var waiting = (await _browser.GetAsync(Walks.Url(Walks.Acme))).Code();
        var elsewhere = await walks.RedeemAsync(Walks.Acme, (await _browser.WalkAsync(Walks.Url(Walks.Acme, ("client_id", "other"), ("scope", "orders.read")), user)).Code(), ("client_id", "other"));

        Assert.Equal(204, (await walks.Admin.DeleteAsync($"/tenants/acme/users/{user}/consents/{Known.Spa}")).Status);

        (await walks.Node.IntrospectAsync(Walks.Acme, Known.OrdersApi, tokens.AccessToken)).IsInactive();
        (await walks.RefreshAsync(Walks.Acme, tokens.Member("refresh_token")!)).Refuses(400, "invalid_grant");
        (await walks.RedeemAsync(Walks.Acme, waiting)).Refuses(400, "invalid_grant");
        (await walks.Node.IntrospectAsync(Walks.Acme, Known.OrdersApi, elsewhere.AccessToken)).IsActive();
        (await walks.Admin.DeleteAsync($"/tenants/acme/users/{user}/consents/{Known.Spa}")).IsProblem(404, "consent_unknown");

        // What is allowed anew is good, in the same second too.
        (await _browser.GetAsync(Walks.Url(Walks.Acme))).ShowsPage(200, "Allow access?");
        var again = await walks.RedeemAsync(Walks.Acme, (await _browser.WalkAsync(Walks.Url(Walks.Acme), user)).Code());
        (await walks.Node.IntrospectAsync(Walks.Acme, Known.OrdersApi, again.AccessToken)).IsActive();
    }

    [Fact]
    public async Task is_listed_by_client()
    {
        var user = await walks.NewUserAsync();
        await _browser.WalkAsync(Walks.Url(Walks.Acme, ("scope", "openid orders.read")), user);
        await _browser.WalkAsync(Walks.Url(Walks.Acme, ("client_id", "other"), ("scope", "openid")), user);

        var items = (await walks.Admin.GetAsync($"/tenants/acme/users/{user}/consents")).Json.GetProperty("items").EnumerateArray().ToArray();

        Assert.Equal(["other", Known.Spa], items.Select(item => item.GetProperty("client_id").GetString()!));
        Assert.Equal("openid orders.read", items[1].GetProperty("scope").GetString());
        Assert.Equal([Known.Orders], items[1].GetProperty("resources").EnumerateArray().Select(resource => resource.GetString()!));
        (await walks.Admin.GetAsync("/tenants/acme/users/nobody/consents")).IsProblem(404, "user_unknown");
        (await walks.Admin.DeleteAsync($"/tenants/acme/users/{user}/consents/nobody")).IsProblem(404, "consent_unknown");
    }

    [Fact]
    public async Task to_a_client_that_was_removed_is_none_to_who_gets_its_name()
    {
        var user = await walks.NewUserAsync();
        const string Client = "passing";
        var description = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["token_endpoint_auth_method"] = "none", ["grant_types"] = new[] { "authorization_code" }, ["redirect_uris"] = new[] { Walks.Callback }, ["scope"] = "openid",
        });
        Assert.Equal(200, (await walks.Admin.PutAsync($"/tenants/acme/clients/{Client}", description)).Status);
        var url = Walks.Url(Walks.Acme, ("client_id", Client), ("scope", "openid"));
        await _browser.WalkAsync(url, user);

        await walks.Node.CommandAsync(aggregates => aggregates.Clients, "acme", $"client:{Client}", ClientDecider.Remove);
        (await _browser.GetAsync(url)).IsDeadEnd();
        Assert.Equal(200, (await walks.Admin.PutAsync($"/tenants/acme/clients/{Client}", description)).Status);

        (await _browser.GetAsync(url)).ShowsPage(200, "Allow access?");
        Assert.NotEmpty((await _browser.WalkAsync(url, user)).Code());
        Assert.NotEmpty((await _browser.GetAsync(url)).Code());
    }

    private async Task WalkAsync(params (string Name, string? Value)[] changes) => await _browser.WalkAsync(Walks.Url(Walks.Acme, changes), await walks.NewUserAsync());

    private static IEnumerable<string> Asked(Reply consent) => Pages.AllPages.Parse(consent.Text).Descendants("li").Select(item => item.Element("code")!.Value);
}
