using System.Text;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Resources;
using Argus.Domain.Users;

namespace Argus.Specs.Authority.Exchange;

/// <summary>Each of them could be talked into using its right for somebody else's sake. A bad token looks like any other bad token.</summary>
public class Confused_deputies
{
    [Theory]
    [InlineData("stranger", "not_allowed")]
    [InlineData("stock", "not_allowed")] // Serves another audience.
    [InlineData("app", "not_allowed")] // The token's own client, which is no service.
    public async Task with_a_token_that_was_not_made_for_them(string caller, string why)
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();

        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync(caller, user, SpecExchange.Stock), $"subject_exchange_{why}");
    }

    [Fact]
    public async Task with_a_token_that_names_another_who_may_act()
    {
        await using var exchange = await SpecExchange.StartAsync();
        await exchange.ApplyAsync("""
            "clients":[{"client_id":"app","may_act":"stranger"}]
            """);
        var user = await exchange.UserTokenAsync();

        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("granted", user), "subject_exchange_may_act_of_another");
        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("depot", user, SpecExchange.Stock), "subject_exchange_may_act_of_another");
    }

    [Fact]
    public async Task with_the_actor_token_of_somebody_else()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var (user, actor) = (await exchange.UserTokenAsync(), await exchange.Node.IssueAsync("orders"));

        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", user, null, null, actor), "actor_actor_of_another_client");
    }

    [Fact]
    public async Task with_an_actor_token_that_was_lent_to_them()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();
        var delegated = await exchange.NextAsync("api", user);

        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", user, null, null, delegated), "actor_actor_delegated");
    }

    [Fact]
    public async Task with_an_actor_token_that_is_over_revoked_or_garbage()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var actor = await exchange.Node.IssueAsync("api");
        await exchange.Node.Revoker.RevokeAsync(exchange.Node.Acme, exchange.Node.Client("api"), actor, SpecNode.Origin);
        var user = await exchange.UserTokenAsync();
        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", user, null, null, actor), "actor_revoked");
        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", user, null, null, "a.b.c"u8.ToArray()), "actor_refused:BadBase64Url");

        var brief = await exchange.Node.IssueAsync("api");
        await exchange.Node.AdvanceAsync(TimeSpan.FromSeconds(300));
        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", user, null, null, brief), "actor_refused:Expired");
    }

    [Fact]
    public async Task with_an_act_that_somebody_wrote_into_a_token()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var token = Encoding.ASCII.GetString(await exchange.NextAsync("api", await exchange.UserTokenAsync())).Split('.');
        var payload = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token[1])).Replace("client:api", "client:app", StringComparison.Ordinal);
        token[1] = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload));

        await exchange.RefusesTokenAsync(
            () => exchange.ExchangeAsync("stock", Encoding.ASCII.GetBytes(string.Join('.', token)), SpecExchange.Depot), "subject_refused:BadSignature");
    }

    [Fact]
    public async Task with_a_token_that_the_stolen_key_signed()
    {
        await using var exchange = await SpecExchange.StartAsync();

        await exchange.RefusesTokenAsync(
            () => exchange.ExchangeAsync("api", A_token_that_was_never_issued.Forge(exchange.Node, Domain.Samples.JtiText)), "subject_never_issued");
    }

    [Fact]
    public async Task with_a_token_of_another_tenant()
    {
        await using var exchange = await SpecExchange.StartAsync();
        await exchange.Node.ApplyAsync(
            $$"""
              {"tenants":[{"tenant":"beta","resources":[{"resource":"{{SpecNode.Api}}","scopes":["read"]}],
                "clients":[{"client_id":"orders","client_secret":"s","grant_types":["client_credentials"],"scope":"read","resources":["{{SpecNode.Api}}"]}]}]}
              """);
        var beta = exchange.Node.Directory.Find("beta")!;
        var id = TextId.Parse<ClientId>("orders");
        var foreign = await exchange.Node.Issuer.IssueAsync(new(beta, id, beta.Client(id), null, []), SpecNode.Origin);

        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", foreign.AccessToken.ToArray()), "subject_refused:WrongIssuer");
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    public async Task with_what_is_no_token(string garbage)
    {
        await using var exchange = await SpecExchange.StartAsync();

        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", Encoding.ASCII.GetBytes(garbage)), "subject_refused:NotThreeSegments");
    }

    [Fact]
    public async Task with_a_token_that_has_expired_in_between()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();
        await exchange.Node.AdvanceAsync(TimeSpan.FromSeconds(600));

        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", user), "subject_refused:Expired");
    }

    [Fact]
    public async Task with_a_bound_token_whose_key_they_do_not_hold()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var (key, other) = (Confirmation.Of(Confirmation.Jkt, Domain.Samples.KidText), Confirmation.Of(Confirmation.X5tS256, Domain.Samples.KidText));
        var bound = await exchange.Node.Issuer.IssueAsync(exchange.Node.Request() with { Confirmation = key }, SpecNode.Origin);
        var token = bound.AccessToken.ToArray();

        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("granted", token), "subject_exchange_bound_elsewhere");
        await exchange.RefusesTokenAsync(
            () => exchange.ExchangeAsync(exchange.Node.Client("granted") with { Confirmation = other }, token, []), "subject_exchange_bound_elsewhere");
        Assert.Null((await exchange.ExchangeAsync(exchange.Node.Client("granted") with { Confirmation = key }, token, [])).Refusal);
        Assert.Null((await exchange.ExchangeAsync("api", token)).Refusal); // Its server saw the proof.
    }

    [Fact]
    public async Task that_are_not_confidential()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();
        var caller = exchange.Node.Client("api");
        var @public = caller with { State = ClientState.Evolve(caller.State, new ClientChanged(caller.State.Settings with { AuthMethod = AuthMethod.None })) };

        await exchange.RefusesAsync(() => exchange.ExchangeAsync(@public, user, []), "unauthorized_client", "exchange_public_client");
    }

    [Theory]
    [InlineData("api", "https://depot.example", "resource_not_allowed")]
    [InlineData("api", "https://stock.example/", "resource_not_allowed")]
    [InlineData("api", "https://nowhere.example", "resource_not_allowed")]
    [InlineData("api", "*", "resource_not_allowed")]
    [InlineData("circle", "https://api.example", "resource_not_allowed")]
    public async Task that_ask_for_another_target_than_their_own(string caller, string target, string id)
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();

        await exchange.RefusesAsync(() => exchange.ExchangeAsync(caller, user, target), "invalid_target", id);
    }

    [Fact]
    public async Task that_name_no_target_or_two()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();
        await exchange.RefusesAsync(
            () => exchange.ExchangeAsync(exchange.Node.Client("api"), user, [SpecExchange.Stock, SpecExchange.Depot]), "invalid_target", "resource_repeated");

        var second = await exchange.NextAsync("api", user);
        await exchange.RefusesAsync(() => exchange.ExchangeAsync("stock", second), "invalid_target", "resource_not_named");
    }

    [Theory]
    [InlineData("stock")] // Theirs, and known there, but not granted by the user.
    [InlineData("read stock")]
    [InlineData("openid")]
    [InlineData("offline_access")]
    [InlineData("*")]
    public async Task that_ask_for_more_than_the_user_granted(string scope)
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();

        await exchange.RefusesAsync(() => exchange.ExchangeAsync("api", user, SpecExchange.Stock, scope), "invalid_scope", "scope_not_allowed");
    }

    [Fact]
    public async Task that_get_back_by_another_way_what_was_taken_from_the_token()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var narrowed = await exchange.NextAsync("api", await exchange.UserTokenAsync(), SpecExchange.Stock, "read");

        await exchange.RefusesAsync(() => exchange.ExchangeAsync("stock", narrowed, SpecExchange.Depot, "write"), "invalid_scope", "scope_not_allowed");
        Assert.Equal("read", (await exchange.ExchangeAsync("stock", narrowed, SpecExchange.Depot)).Scope);
    }

    [Fact]
    public async Task that_call_themselves_without_end()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var token = await exchange.UserTokenAsync();
        for (var hop = 0; hop < 5; hop++)
            token = await exchange.NextAsync("circle", token);

        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("circle", token), "too_deep");
    }

    [Fact]
    public async Task that_call_themselves_without_end_and_unnamed()
    {
        await using var exchange = await SpecExchange.StartAsync();
        await exchange.ApplyAsync("""
            "clients":[{"client_id":"circle","impersonates":true}]
            """);
        var token = await exchange.UserTokenAsync();
        for (var hop = 0; hop < 5; hop++)
            token = await exchange.NextAsync("circle", token);

        Assert.False(SpecExchange.Payload(token).TryGetProperty("act", out _));
        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("circle", token), "too_deep");
    }

    /// <summary>CVE-2026-93999 (Keycloak #53074).</summary>
    [Fact]
    public async Task whose_target_or_whose_own_resource_is_disabled()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();
        await exchange.App.HappenAsync($"resource:{SpecExchange.Stock}", new ResourceDisabled());
        await exchange.RefusesAsync(() => exchange.ExchangeAsync("api", user), "invalid_target", "resource_not_in_service");

        await exchange.App.HappenAsync($"resource:{SpecExchange.Stock}", new ResourceEnabled());
        await exchange.App.HappenAsync($"resource:{SpecNode.Api}", new ResourceDisabled());
        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", user), "subject_exchange_not_allowed");
        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("granted", user), "subject_exchange_not_allowed");
    }

    /// <summary>As in CVE-2026-1609: whoever the token is about counts, not only what the token says.</summary>
    [Fact]
    public async Task with_a_token_whose_subject_or_client_is_disabled()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var user = await exchange.UserTokenAsync();
        await exchange.App.HappenAsync(UserState.StreamOf(Domain.Samples.Alice), new UserDisabled());
        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", user), "subject_subject_disabled");

        await exchange.App.HappenAsync(UserState.StreamOf(Domain.Samples.Alice), new UserEnabled());
        await exchange.App.HappenAsync("client:app", new ClientDisabled());
        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("api", user), "subject_client_disabled");
    }

    [Fact]
    public async Task that_may_impersonate_and_hide_who_lent_them_a_right()
    {
        await using var exchange = await SpecExchange.StartAsync();
        var actor = await exchange.Node.IssueAsync("orders");

        // Whoever brings an actor is asked who it is, impersonator or not.
        var user = await exchange.UserTokenAsync();
        await exchange.RefusesTokenAsync(() => exchange.ExchangeAsync("masked", user, null, null, actor), "actor_actor_of_another_client");
    }
}
