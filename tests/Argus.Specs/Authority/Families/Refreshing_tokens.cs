using Argus.Authority.Families;
using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Resources;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Domain.Users;

namespace Argus.Specs.Authority.Families;

public class Refreshing_tokens
{
    [Fact]
    public async Task gives_new_ones_of_the_same_family()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();

        var answer = await app.RefreshAsync(opened.RefreshToken);

        var rotated = Assert.IsType<RefreshRotated>((await app.EventsAsync(opened.Family))[^1]);
        Assert.Equal((SpecApp.DigestOf(answer.RefreshToken!), 1), (rotated.Digest, rotated.Generation));
        Assert.Equal((Jti.Of(opened.Family, 2), SpecApp.Alice.Value, "offline_access read write"), (rotated.Token.Jti, rotated.Token.Sub, rotated.Token.Scope));
        var token = await Introspecting_a_token.Introspect(app.Node, answer.AccessToken.ToArray());
        Assert.Equal((SpecApp.Alice.Value, "app", "offline_access read write"), (token!.Subject, token.ClientId, token.Scope));
    }

    [Fact]
    public async Task gives_an_ID_token_to_who_was_granted_openid()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.RedeemAsync(await app.AuthorizeAsync("app", "openid offline_access read"));

        Assert.False(opened.IdToken.IsEmpty);
        Assert.False((await app.RefreshAsync(opened.RefreshToken!)).IdToken.IsEmpty);
        Assert.True((await app.RefreshAsync((await app.OpenAsync()).RefreshToken)).IdToken.IsEmpty);
    }

    [Fact]
    public async Task tells_nobody_which_check_failed()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        var second = await app.NextAsync(opened.RefreshToken);
        var third = await app.NextAsync(second);
        var other = await app.OpenAsync();
        var idle = await app.OpenAsync();
        string[] malformed = ["", "x", new string('x', 10_000), opened.RefreshToken[..^1], "ac1" + opened.RefreshToken[3..]];

        var refusals = new List<Argus.Authority.OAuthRefusal?> { (await app.RefreshAsync(opened.RefreshToken)).Refusal, (await app.RefreshAsync(third)).Refusal };
        foreach (var token in malformed)
            refusals.Add((await app.RefreshAsync(token)).Refusal);
        refusals.Add((await app.RefreshAsync(GrantToken.New(GrantTokenKind.RefreshToken, app.Node.Acme.Id, opened.Family).Text)).Refusal);
        refusals.Add((await app.RefreshAsync(other.RefreshToken, "rival")).Refusal);
        await app.Node.AdvanceAsync(TimeSpan.FromDays(7));
        refusals.Add((await app.RefreshAsync(idle.RefreshToken)).Refusal);

        Assert.Equal(6, refusals.Select(refusal => refusal!.Id).Distinct().Count());
        Assert.Single(refusals.Select(refusal => (refusal!.Error, refusal.Description)).Distinct());
    }

    [Fact]
    public async Task is_refused_while_somebody_is_out_of_service_and_costs_nothing()
    {
        await using var app = await SpecApp.StartAsync();
        var token = (await app.OpenAsync()).RefreshToken;
        (string Stream, IDomainEvent Off, IDomainEvent On, string Why)[] all =
        [
            ($"resource:{SpecNode.Api}", new ResourceDisabled(), new ResourceEnabled(), "resource_not_in_service"),
            (UserState.StreamOf(Domain.Samples.Alice), new UserDisabled(), new UserEnabled(), "subject_not_in_service"),
            ("client:app", new ClientDisabled(), new ClientEnabled(), "client_not_in_service"),
        ];
        foreach (var (stream, off, on, why) in all)
        {
            await app.HappenAsync(stream, off);
            await app.RefusesAsync(token, why);
            await app.HappenAsync(stream, on);
            token = await app.NextAsync(token);
        }
    }

    [Fact]
    public async Task is_refused_for_good_when_the_user_is_removed()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();

        await app.HappenAsync(UserState.StreamOf(Domain.Samples.Alice), new UserRemoved());

        await app.RefusesAsync(opened.RefreshToken, "subject_not_in_service");
    }

    [Fact]
    public async Task gives_less_scope_to_who_asks_for_less_and_all_again_the_next_time()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();

        var less = await app.RefreshAsync(opened.RefreshToken, wish: new TokenWish(NameSet.Of("read"), []));

        Assert.Equal("read", less.Scope);
        Assert.Equal("offline_access read write", (await app.RefreshAsync(less.RefreshToken!)).Scope);
    }

    [Fact]
    public async Task gives_no_scope_that_was_not_granted_and_keeps_the_refresh_token()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.RedeemAsync(await app.AuthorizeAsync("app", "offline_access read"));

        Assert.Equal("invalid_scope", (await app.RefreshAsync(opened.RefreshToken!, wish: new TokenWish(NameSet.Of(["read", "write"]), []))).Refusal?.Error);

        await app.NextAsync(opened.RefreshToken!);
    }

    [Fact]
    public async Task gives_no_scope_that_the_client_has_no_more()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();

        await app.DescribeAsync("app", "offline_access read", SpecNode.Api);

        Assert.Equal("offline_access read", (await app.RefreshAsync(opened.RefreshToken)).Scope);
    }

    [Fact]
    public async Task is_for_the_resource_that_is_named_of_those_that_were_granted()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.RedeemAsync(
            await app.AuthorizeAsync("wide", "offline_access read other", SpecNode.Api, SpecNode.Other), "wide", wish: new TokenWish(null, [SpecNode.Api]));
        Assert.Equal("offline_access read", opened.Scope);

        foreach (string[] named in new[] { [], [SpecNode.Api, SpecNode.Other], new[] { "https://elsewhere.example" } })
            Assert.Equal("invalid_target", (await app.RefreshAsync(opened.RefreshToken!, "wide", new TokenWish(null, named))).Refusal?.Error);
        var other = await app.RefreshAsync(opened.RefreshToken!, "wide", new TokenWish(null, [SpecNode.Other]));
        Assert.Equal("offline_access other", other.Scope);

        // What was granted for one resource is never widened to another of the client's.
        var narrow = await app.RedeemAsync(await app.AuthorizeAsync("wide", "offline_access read", SpecNode.Api), "wide");
        Assert.Equal("invalid_target", (await app.RefreshAsync(narrow.RefreshToken!, "wide", new TokenWish(null, [SpecNode.Other]))).Refusal?.Error);
    }

    [Fact]
    public async Task gives_no_token_that_a_not_before_of_the_same_second_would_kill()
    {
        await using var app = await SpecApp.StartAsync();
        var second = app.Node.Clock.GetUtcNow().ToUnixTimeSeconds();
        await app.HappenAsync("tokens:1", new TokensRevoked(null, null, second, "spec", SpecApp.Alice.Value));

        var opened = await app.OpenAsync();
        await app.NextAsync(opened.RefreshToken);

        var issued = (await app.EventsAsync(opened.Family)).OfType<IFamilyIssuance>().Select(issuance => issuance.Token.Iat).ToList();
        Assert.Equal([second + 1, second + 1], issued);
        Assert.NotNull(await Introspecting_a_token.Introspect(app.Node, opened.AccessToken));
    }

    [Fact]
    public async Task goes_by_the_windows_of_the_tenant()
    {
        await using var app = await SpecApp.StartAsync("""{"refresh_concurrency_window":0,"refresh_retry_window":0}""");
        var opened = await app.OpenAsync();
        await app.NextAsync(opened.RefreshToken);
        await app.Node.AdvanceAsync(TimeSpan.FromMilliseconds(1));

        await app.RefusesAsync(opened.RefreshToken, "reuse");
    }

    [Fact]
    public async Task is_answered_from_no_view_that_is_too_old()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        await app.Node.LoseTheFeedAsync();
        app.Node.Clock.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<Argus.Log.LogUnavailableException>(() => app.RefreshAsync(opened.RefreshToken));
    }
}
