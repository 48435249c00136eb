using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Resources;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.Authorization;

[Collection(WalksCollection.Name)]
public class A_code_in_other_hands(Walks walks)
{
    private readonly Browser _browser = walks.NewBrowser();

    [Fact]
    public async Task that_comes_a_second_time_ends_the_family_that_it_opened()
    {
        var code = await CodeAsync();
        var tokens = await walks.RedeemAsync(Walks.Acme, code);
        (await walks.Node.IntrospectAsync(Walks.Acme, Known.OrdersApi, tokens.AccessToken)).IsActive();

        (await walks.RedeemAsync(Walks.Acme, code)).Refuses(400, "invalid_grant");

        (await walks.Node.IntrospectAsync(Walks.Acme, Known.OrdersApi, tokens.AccessToken)).IsInactive();
        (await walks.RefreshAsync(Walks.Acme, tokens.Member("refresh_token")!)).Refuses(400, "invalid_grant");
        Assert.Contains(await walks.Node.EntriesAsync("acme", "family.revoked"), entry => entry.GetProperty("data").GetProperty("reason").GetString() == "code_replayed");
    }

    [Fact]
    public async Task that_comes_many_times_at_once_gives_tokens_once_at_most()
    {
        var code = await CodeAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => walks.RedeemAsync(Walks.Acme, code)));

        Assert.Single(replies, reply => reply.Status == 200);
        Assert.All(replies.Where(reply => reply.Status != 200), reply => reply.Refuses(400, "invalid_grant"));
        (await walks.Node.IntrospectAsync(Walks.Acme, Known.OrdersApi, replies.Single(reply => reply.Status == 200).AccessToken)).IsInactive();
    }

    [Theory]
    [InlineData("code_verifier", "another-verifier-that-is-long-enough-for-the-rules")]
    [InlineData("code_verifier", Walks.Verifier + "x")]
    [InlineData("redirect_uri", "https://app.example/cb2")]
    [InlineData("redirect_uri", null)]
    [InlineData("client_id", "other")]
    public async Task gives_nothing_and_stays_good_for_who_it_was_made_for(string name, string? value)
    {
        var code = await CodeAsync();

        (await walks.RedeemAsync(Walks.Acme, code, (name, value))).Refuses(400, "invalid_grant");

        Assert.Equal(200, (await walks.RedeemAsync(Walks.Acme, code)).Status);
    }

    [Fact]
    public async Task needs_its_verifier_and_the_redirect_URI_exactly_if_the_request_named_it()
    {
        (await walks.RedeemAsync(Walks.Acme, await CodeAsync(), ("code_verifier", null))).Refuses(400, "invalid_request");
        var unnamed = (await _browser.WalkAsync(Walks.Url(Walks.Acme, ("redirect_uri", null)))).Code();
        (await walks.RedeemAsync(Walks.Acme, unnamed)).Refuses(400, "invalid_grant");
        Assert.Equal(200, (await walks.RedeemAsync(Walks.Acme, unnamed, ("redirect_uri", null))).Status);
    }

    [Fact]
    public async Task is_nothing_at_another_tenant()
    {
        var code = await CodeAsync();

        (await walks.RedeemAsync(Walks.Gamma, code)).Refuses(400, "invalid_grant");
        (await walks.RedeemAsync(Walks.Gamma, code.Replace(".acme.", ".gamma.", StringComparison.Ordinal))).Refuses(400, "invalid_grant");

        Assert.Equal(200, (await walks.RedeemAsync(Walks.Acme, code)).Status);
    }

    [Fact]
    public async Task is_judged_again_when_it_is_redeemed_as_to_its_user_CVE_2026_16103()
    {
        var user = await walks.NewUserAsync();
        var code = (await _browser.WalkAsync(Walks.Url(Walks.Acme), user)).Code();

        Assert.Equal(200, (await walks.Admin.PostAsync($"/tenants/acme/users/{user}/disable")).Status);
        (await walks.RedeemAsync(Walks.Acme, code)).Refuses(400, "invalid_grant");

        Assert.Equal(200, (await walks.Admin.PostAsync($"/tenants/acme/users/{user}/enable")).Status);
        Assert.Equal(200, (await walks.RedeemAsync(Walks.Acme, code)).Status);
    }

    [Theory]
    [InlineData("client", 401, "invalid_client")]
    [InlineData("resource", 400, "invalid_grant")]
    public async Task is_judged_again_when_it_is_redeemed_CVE_2026_16103(string what, int status, string error)
    {
        var code = (await _browser.WalkAsync(Walks.Url(Walks.Gamma), Walks.Bob)).Code();

        await SwitchAsync(what, enabled: false);
        var refused = await walks.RedeemAsync(Walks.Gamma, code);
        var asked = await _browser.GetAsync(Walks.Url(Walks.Gamma));
        await SwitchAsync(what, enabled: true);

        refused.Refuses(status, error);
        Assert.False(asked.Header("Location")?.Contains("code=", StringComparison.Ordinal) == true);
        Assert.Equal(200, (await walks.RedeemAsync(Walks.Gamma, code)).Status);
    }

    private async Task SwitchAsync(string what, bool enabled)
    {
        if (what == "client")
            await walks.Node.CommandAsync(aggregates => aggregates.Clients, "gamma", $"client:{Known.Spa}", enabled ? ClientDecider.Enable : ClientDecider.Disable);
        else
            await walks.Node.CommandAsync(aggregates => aggregates.Resources, "gamma", $"resource:{Known.Orders}", enabled ? ResourceDecider.Enable : ResourceDecider.Disable);
    }

    private async Task<string> CodeAsync() => (await _browser.WalkAsync(Walks.Url(Walks.Acme))).Code();
}
