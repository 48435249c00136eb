using Argus.Domain.Clients;
using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.Device;

[Collection(DevicesCollection.Name)]
public class A_device_that_waits(Devices devices)
{
    private readonly Browser _browser = new(devices.Node);

    [Fact]
    public async Task gets_tokens_of_its_user_once_that_allows_it()
    {
        var requested = await devices.RequestAsync(Devices.Acme);
        (await devices.PollAsync(Devices.Acme, requested)).Refuses(400, "authorization_pending");

        (await Devices.DecideAsync(_browser, Devices.Acme, requested)).ShowsPage(200, "The device is connected");
        var tokens = await devices.PollAsync(Devices.Acme, requested);

        var (access, identity) = (new Compact(tokens.AccessToken).Payload, new Compact(tokens.Member("id_token")!).Payload);
        Assert.Equal((Known.Orders, Devices.Tv), (access.GetProperty("aud").GetString(), access.GetProperty("client_id").GetString()));
        Assert.Equal(("1", """["pwd"]"""), (access.GetProperty("acr").GetString(), access.GetProperty("amr").GetRawText()));
        Assert.Equal(access.GetProperty("sub").GetString(), identity.GetProperty("sub").GetString());
        Assert.True(identity.TryGetProperty("sid", out _));
        (await devices.Node.IntrospectAsync(Devices.Acme, Known.OrdersApi, tokens.AccessToken)).IsActive();
        var refreshed = await devices.Node.PostAsync(
            "/t/acme/oauth/token", Browser.Encode(("grant_type", "refresh_token"), ("client_id", Devices.Tv), ("refresh_token", tokens.Member("refresh_token")!)));
        (await devices.Node.IntrospectAsync(Devices.Acme, Known.OrdersApi, refreshed.AccessToken)).IsActive();
    }

    [Fact]
    public async Task gets_them_once_and_a_second_time_kills_them()
    {
        var requested = await devices.RequestAsync(Devices.Acme);
        await Devices.DecideAsync(_browser, Devices.Acme, requested);
        var tokens = await devices.PollAsync(Devices.Acme, requested);
        (await devices.Node.IntrospectAsync(Devices.Acme, Known.OrdersApi, tokens.AccessToken)).IsActive();

        (await devices.PollAtOnceAsync(Devices.Acme, requested)).Refuses(400, "invalid_grant");

        (await devices.Node.IntrospectAsync(Devices.Acme, Known.OrdersApi, tokens.AccessToken)).IsInactive();
    }

    [Fact]
    public async Task is_told_that_its_user_refused()
    {
        var requested = await devices.RequestAsync(Devices.Acme);

        (await Devices.DecideAsync(_browser, Devices.Acme, requested, "deny")).ShowsPage(200, "The device was refused");

        (await devices.PollAsync(Devices.Acme, requested)).Refuses(400, "access_denied");
    }

    [Fact]
    public async Task is_told_to_slow_down_when_it_asks_too_often_and_waits_longer_then()
    {
        var requested = await devices.RequestAsync(Devices.Acme);
        (await devices.PollAtOnceAsync(Devices.Acme, requested)).Refuses(400, "authorization_pending");

        (await devices.PollAtOnceAsync(Devices.Acme, requested)).Refuses(400, "slow_down");
        (await devices.PollAsync(Devices.Acme, requested)).Refuses(400, "slow_down");

        devices.Clock.Set(TimeSpan.FromSeconds(10));
        (await devices.PollAtOnceAsync(Devices.Acme, requested)).Refuses(400, "authorization_pending");
    }

    [Fact]
    public async Task is_told_that_its_time_is_over_and_so_is_its_user()
    {
        var (waiting, allowed) = (await devices.RequestAsync(Devices.Acme), await devices.RequestAsync(Devices.Acme));
        await Devices.DecideAsync(_browser, Devices.Acme, allowed);

        devices.Clock.Set(TimeSpan.FromMinutes(10));

        (await devices.PollAsync(Devices.Acme, waiting)).Refuses(400, "expired_token");
        (await devices.PollAsync(Devices.Acme, allowed)).Refuses(400, "expired_token");
        var typed = await _browser.SubmitAsync(await _browser.GetAsync("/t/acme/oauth/device"), ("user_code", waiting.Member("user_code")!));
        Assert.Contains("This code is not right", typed.ShowsPage(200, "Connect a device").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task gets_nothing_for_the_code_of_another_client_tenant_or_kind()
    {
        var requested = await devices.RequestAsync(Devices.Acme);
        await Devices.DecideAsync(_browser, Devices.Acme, requested);

        (await devices.PollAsync(Devices.Acme, requested, "other-tv")).Refuses(400, "invalid_grant");
        (await devices.PollAsync(Devices.Gamma, requested)).Refuses(400, "invalid_grant");
        foreach (var code in new[] { "garbage", requested.Member("device_code")! + "x", requested.Member("device_code")!.Replace("dc1.", "ac1.", StringComparison.Ordinal) })
            (await devices.Node.PostAsync("/t/acme/oauth/token", Browser.Encode(("grant_type", Devices.Grant), ("client_id", Devices.Tv), ("device_code", code)))).Refuses(400, "invalid_grant");
        (await devices.Node.PostAsync("/t/acme/oauth/token", Browser.Encode(("grant_type", Devices.Grant), ("client_id", Devices.Tv)))).Refuses(400, "invalid_request");
        (await devices.PollAsync(Devices.Acme, requested, Known.Spa)).Refuses(400, "unauthorized_client");

        Assert.NotEmpty((await devices.PollAsync(Devices.Acme, requested)).AccessToken);
    }

    [Fact]
    public async Task gets_nothing_when_its_user_is_disabled_meanwhile()
    {
        var requested = await devices.RequestAsync(Devices.Acme);
        await Devices.DecideAsync(_browser, Devices.Acme, requested, username: "carol");

        await devices.DisableAsync("carol");

        (await devices.PollAsync(Devices.Acme, requested)).Refuses(400, "invalid_grant");
    }

    [Fact]
    public async Task is_known_to_nobody_when_its_client_is_disabled_meanwhile()
    {
        var requested = await devices.RequestAsync(Devices.Acme, "", "retired-tv");

        await devices.Node.CommandAsync(aggregates => aggregates.Clients, "acme", "client:retired-tv", ClientDecider.Disable);

        var typed = await _browser.SubmitAsync(await _browser.GetAsync("/t/acme/oauth/device"), ("user_code", requested.Member("user_code")!));
        Assert.Contains("This code is not right", typed.ShowsPage(200, "Connect a device").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task hears_at_one_node_what_its_user_said_at_another()
    {
        var requested = await devices.RequestAsync(Devices.Acme);
        (await devices.PollAsync(Devices.Acme, requested)).Refuses(400, "authorization_pending");

        (await Devices.DecideAsync(new Browser(devices.Other), Devices.Acme, requested)).ShowsPage(200, "The device is connected");

        Assert.NotEmpty((await devices.PollAsync(Devices.Acme, requested)).AccessToken);
    }

    [Fact]
    public async Task is_decided_upon_once_however_many_say_something()
    {
        var requested = await devices.RequestAsync(Devices.Acme);
        var (first, second) = (new Browser(devices.Node), new Browser(devices.Other));
        var question = await Devices.WalkAsync(first, Devices.Acme, requested.Member("user_code")!);
        var other = await Devices.WalkAsync(second, Devices.Acme, requested.Member("user_code")!, Walks.Bob);

        var replies = await Task.WhenAll(first.SubmitAsync(question, ("decision", "allow")), second.SubmitAsync(other, ("decision", "allow")));

        Assert.Single(replies, reply => reply.IsPage("The device is connected"));
        Assert.Single(replies, reply => reply.IsPage("Connect a device"));
    }
}
