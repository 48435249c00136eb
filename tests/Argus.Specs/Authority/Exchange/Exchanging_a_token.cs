using System.Text;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Specs.Authority.Families;

namespace Argus.Specs.Authority.Exchange;

/// <summary>RFC 8693: the next service gets a token that says whose call it is, and who makes it.</summary>
public class Exchanging_a_token
{
    [Fact]
    public async Task gives_one_for_the_next_service_with_the_same_subject_and_the_caller_as_actor()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();

        var answer = await exchange.ExchangeAsync("api", user);

        Assert.Null(answer.Refusal);
        Assert.Equal(("urn:ietf:params:oauth:token-type:access_token", "read write"), (answer.IssuedTokenType, answer.Scope));
        Assert.Null(answer.RefreshToken);
        var token = SpecExchange.Payload(answer.AccessToken.ToArray());
        Assert.Equal(SpecApp.Alice.Value, token.GetProperty("sub").GetString());
        Assert.Equal("api", token.GetProperty("client_id").GetString());
        Assert.Equal(SpecExchange.Stock, token.GetProperty("aud").GetString());
        Assert.Equal("""{"sub":"client:api"}""", token.GetProperty("act").GetRawText());
        Assert.Equal($$"""[{"jti":"{{SpecExchange.JtiOf(user)}}","client_id":"app","kid":"{{exchange.Node.Acme.Keys.Active!.Kid}}"}]""", token.GetProperty("anc").GetRawText());
        Assert.False(token.TryGetProperty("fid", out _));
        foreach (var claim in new[] { "auth_time", "acr", "amr" })
            Assert.Equal(SpecExchange.Payload(user).GetProperty(claim).GetRawText(), token.GetProperty(claim).GetRawText());
        Assert.True(await exchange.IsActiveAsync(answer.AccessToken.ToArray(), "stock"));
    }

    [Fact]
    public async Task records_what_it_was_made_from()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var opened = await exchange.App.OpenAsync();
        var second = await exchange.NextAsync("api", opened.AccessToken);
        var middle = await exchange.IssuedAsync();
        var middleAt = (await exchange.Node.Log.Events()).Last(recorded => recorded.Event is TokenIssued);

        await exchange.NextAsync("stock", second, SpecExchange.Depot);

        var issued = await exchange.IssuedAsync();
        var authorized = (await exchange.Node.Log.Events()).Single(recorded => recorded.Event is Argus.Domain.Families.FamilyAuthorized).Position;
        var (now, kid, sub) = (exchange.Node.Clock.GetUtcNow().ToUnixTimeSeconds(), exchange.Node.Acme.Keys.Active!.Kid.Value, SpecApp.Alice.Value);
        var first = new TokenParent("app", now, null, SpecExchange.JtiOf(opened.AccessToken).Value, kid, null, authorized, sub);
        Assert.Equal(new TokenParent("api", now, null, middle.Jti.Value, kid, first, middleAt.Position, sub), issued.Parent);
        Assert.Equal(new TokenActor(new TokenActor(null, null, "client:api"), null, "client:stock"), issued.Act);
    }

    [Fact]
    public async Task never_gives_one_that_lives_longer()
    {
        await using var exchange = await SpecExchange.StartAsync("""{"user_token_lifetime":100}""");
        var user = await exchange.UserTokenAsync();
        await exchange.Node.AdvanceAsync(TimeSpan.FromSeconds(70.5));

        var answer = await exchange.ExchangeAsync("api", user);

        Assert.Equal(SpecExchange.Payload(user).GetProperty("exp").GetInt64(), (await exchange.IssuedAsync()).Exp);
        Assert.Equal(30, answer.ExpiresIn);
    }

    [Fact]
    public async Task follows_the_policy_where_that_is_shorter()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();
        await exchange.ApplyAsync("\"policy\":{\"user_token_lifetime\":50}");

        Assert.Equal(50, (await exchange.ExchangeAsync("api", user)).ExpiresIn);
    }

    [Fact]
    public async Task of_a_service_itself_goes_the_same_way()
    {
        await using var exchange = await SpecExchange.StartAsync();

        var answer = await exchange.ExchangeAsync("api", await exchange.Node.IssueAsync("orders"));

        var issued = await exchange.IssuedAsync();
        Assert.Equal(("client:orders", new TokenActor(null, null, "client:api"), 300), (issued.Sub, issued.Act, answer.ExpiresIn));
    }

    [Theory]
    [InlineData(null, "read write")] // stock means something there and is api's, but the user did not grant it.
    [InlineData("read", "read")]
    [InlineData("read write", "read write")]
    public async Task allows_no_more_than_the_token_before(string? asked, string granted)
    {
        await using var exchange = await SpecExchange.StartAsync();

        var answer = await exchange.ExchangeAsync("api", await exchange.UserTokenAsync(), SpecExchange.Stock, asked);

        Assert.Equal((null, granted), (answer.Refusal, answer.Scope));
    }

    [Fact]
    public async Task is_open_to_who_was_given_the_right_for_its_audience()
    {
        await using var exchange = await SpecExchange.StartAsync();

        Assert.Null((await exchange.ExchangeAsync("granted", await exchange.UserTokenAsync())).Refusal);
    }

    [Fact]
    public async Task is_open_to_whom_the_token_names()
    {
        await using var exchange = await SpecExchange.StartAsync();
        await exchange.ApplyAsync("""
            "clients":[{"client_id":"app","may_act":"stranger"}]
            """);
        var user = await exchange.UserTokenAsync();
        Assert.Equal("""{"sub":"client:stranger"}""", SpecExchange.Payload(user).GetProperty("may_act").GetRawText());

        Assert.Null((await exchange.ExchangeAsync("stranger", user)).Refusal);
        Assert.Null((await exchange.ExchangeAsync("api", user)).Refusal); // Its server may, whoever else is named.
    }

    [Fact]
    public async Task leaves_out_who_acts_for_a_client_that_may_impersonate_and_records_it_all_the_same()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();

        var token = await exchange.NextAsync("masked", user);

        Assert.False(SpecExchange.Payload(token).TryGetProperty("act", out _));
        var issued = await exchange.IssuedAsync();
        Assert.Equal((null, "masked", SpecExchange.JtiOf(user).Value), (issued.Act, issued.ClientId.Value, issued.Parent?.Jti));
    }

    [Fact]
    public async Task hides_nobody_who_acted_before_an_impersonator()
    {
        await using var exchange = await SpecExchange.StartAsync();
        await exchange.ApplyAsync($"\"clients\":[{SpecExchange.Service("mask-two", "read", $"\"{SpecExchange.Depot}\"", $"\"introspects\":[\"{SpecExchange.Stock}\"],\"impersonates\":true")}]");

        await exchange.NextAsync("mask-two", await exchange.NextAsync("api", await exchange.UserTokenAsync()));

        Assert.Equal(new TokenActor(null, null, "client:api"), (await exchange.IssuedAsync()).Act);
    }

    [Fact]
    public async Task names_the_subject_of_the_actor_token_as_who_acts()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var actor = await exchange.Node.IssueAsync("api");

        var answer = await exchange.ExchangeAsync("api", await exchange.UserTokenAsync(), null, null, actor);

        Assert.Null(answer.Refusal);
        Assert.Equal(new TokenActor(null, null, "client:api"), (await exchange.IssuedAsync()).Act);
        Assert.Equal(300, answer.ExpiresIn); // No longer than the actor's either.
    }

    [Fact]
    public async Task binds_the_new_token_to_the_callers_key_and_never_to_the_subjects()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var key = Confirmation.Of(Confirmation.Jkt, Domain.Samples.KidText);
        var caller = exchange.Node.Client("api") with { Confirmation = key };

        var answer = await exchange.ExchangeAsync(caller, await exchange.UserTokenAsync(), []);
        Assert.Equal((key, key), (answer.Confirmation, (await exchange.IssuedAsync()).Cnf));

        Assert.Null((await exchange.ExchangeAsync("stock", answer.AccessToken.ToArray(), SpecExchange.Depot)).Confirmation);
        Assert.Null((await exchange.IssuedAsync()).Cnf);
    }

    [Fact]
    public async Task may_be_repeated_for_each_call_while_it_lives()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();

        for (var call = 0; call < 3; call++)
            await exchange.NextAsync("api", user);
    }

    [Fact]
    public async Task is_done_once_by_a_client_for_a_resource_where_the_policy_says_so()
    {
        await using var exchange = await SpecExchange.StartAsync("""{"subject_token_single_use":true}""");
        var user = await exchange.UserTokenAsync();
        await exchange.NextAsync("api", user);
        Assert.Equal(TimeSpan.FromSeconds(660), exchange.Replay.KeptFor); // Until no node's clock takes it any more.

        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", user), "subject_used");
        await exchange.NextAsync("granted", user);
    }

    [Fact]
    public async Task is_on_record_as_a_verification()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();
        await exchange.NextAsync("api", user);
        await Introspecting_a_token.Recorded(exchange.Node, "active", SpecExchange.JtiOf(user).Value);

        await exchange.ExchangeAsync("stranger", user);
        await Introspecting_a_token.Recorded(exchange.Node, "exchange_not_allowed", SpecExchange.JtiOf(user).Value);
    }

    [Fact]
    public async Task confirms_the_refresh_token_beside_it()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var opened = await exchange.App.OpenAsync();
        var refreshed = await exchange.App.RefreshAsync(opened.RefreshToken);

        await exchange.NextAsync("api", refreshed.AccessToken.ToArray());

        using var recording = new CancellationTokenSource();
        var running = exchange.Node.Confirmations.RunAsync(recording.Token);
        for (var tries = 0; tries < 1_000 && !(await exchange.App.EventsAsync(opened.Family)).Exists(e => e is Argus.Domain.Families.RefreshConfirmed); tries++)
            await Task.Yield();
        await recording.CancelAsync();
        await running;
        Assert.Contains(await exchange.App.EventsAsync(opened.Family), e => e is Argus.Domain.Families.RefreshConfirmed);
    }

    [Fact]
    public async Task is_told_from_the_log_by_another_node()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var token = await exchange.NextAsync("api", await exchange.UserTokenAsync());
        await using var other = await exchange.Node.StartBesideAsync();

        Assert.NotNull(await Introspecting_a_token.Introspect(other, token, "stock"));
        Assert.DoesNotContain("secret", Encoding.ASCII.GetString(token), StringComparison.Ordinal);
    }
}
