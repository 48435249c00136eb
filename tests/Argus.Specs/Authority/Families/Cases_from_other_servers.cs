using System.Text;
using Argus.Authority.Families;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Resources;
using Argus.Domain.Sessions;
using Argus.Domain.Tokens;
using Argus.Domain.Users;

namespace Argus.Specs.Authority.Families;

/// <summary>What went wrong with refresh tokens at other servers, and must not here.</summary>
public class Cases_from_other_servers
{
    [Fact]
    public async Task CVE_2026_1035_parallel_presentations_of_one_refresh_token_rotate_once()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => app.RefreshAsync(opened.RefreshToken))));

        Assert.Single((await app.EventsAsync(opened.Family)).OfType<RefreshRotated>());
        Assert.Single(answers.Select(answer => answer.RefreshToken).Distinct());
    }

    [Fact]
    public async Task CVE_2026_9802_a_restart_makes_no_spent_refresh_token_good_again()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        await app.NextAsync(opened.RefreshToken);
        await app.Node.AdvanceAsync(TimeSpan.FromSeconds(31));

        await using var restarted = await app.BesideAsync();

        await restarted.RefusesAsync(opened.RefreshToken, "reuse");
    }

    [Fact]
    public async Task Keycloak_50999_generations_of_one_moment_are_told_apart_by_their_order()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        var second = await app.NextAsync(opened.RefreshToken);
        var third = await app.NextAsync(second);
        var fourth = await app.NextAsync(third);

        Assert.Equal(fourth, await app.NextAsync(third));
        await app.RefusesAsync(second, "reuse");
        await app.RefusesAsync(fourth, "family_revoked");
    }

    [Fact]
    public async Task Keycloak_51312_revocation_and_refresh_at_once_end_in_one_order()
    {
        await using var first = await SpecApp.StartAsync();
        await using var second = await first.BesideAsync();
        for (var round = 0; round < 20; round++)
        {
            var opened = await first.OpenAsync();

            var refreshing = Task.Run(() => second.RefreshAsync(opened.RefreshToken));
            await Revoke(first, opened.RefreshToken);
            var answer = await refreshing;

            var events = await first.EventsAsync(opened.Family);
            Assert.Single(events.OfType<FamilyRevoked>());
            Assert.DoesNotContain(events.SkipWhile(@event => @event is not FamilyRevoked), @event => @event is IFamilyIssuance);
            await second.RefusesAsync(answer.RefreshToken ?? opened.RefreshToken, "family_revoked");
        }
    }

    [Fact]
    public async Task Keycloak_50721_two_clients_of_one_user_at_once_do_not_lose_each_other_s_state()
    {
        await using var app = await SpecApp.StartAsync();
        var (ours, theirs) = (await app.OpenAsync(), await app.OpenAsync("rival"));

        var (mine, yours) = (ours.RefreshToken, theirs.RefreshToken);
        for (var round = 0; round < 5; round++)
        {
            var (my, your) = (Task.Run(() => app.NextAsync(mine)), Task.Run(() => app.NextAsync(yours, "rival")));
            (mine, yours) = (await my, await your);
        }

        Assert.Equal(5, (await app.EventsAsync(ours.Family)).OfType<RefreshRotated>().Count());
        Assert.Equal(5, (await app.EventsAsync(theirs.Family)).OfType<RefreshRotated>().Count());
    }

    [Fact]
    public async Task Keycloak_50721_two_clients_that_join_one_session_at_once_are_both_in_it()
    {
        await using var app = await SpecApp.StartAsync();
        await using var other = await app.BesideAsync();
        var stream = SessionState.StreamOf(new SessionId(7));
        await app.Log.PutAsync("acme", stream, 0, new SessionOpened(new Authentication("1", NameSet.Of("pwd"), 1, null), "digest", long.MaxValue >> 20, SpecApp.Alice));

        string[] clients = ["app", "rival", "wide", "orders"];
        await Task.WhenAll(clients.Select((client, i) => Task.Run(() => (i % 2 == 0 ? app : other).Node.Aggregates.Sessions.ExecuteAsync(
            app.Node.Acme.Id, stream, state => SessionDecider.Join(state, TextId.Parse<ClientId>(client), app.Node.Clock.GetUtcNow()), SpecNode.Origin, CancellationToken.None).AsTask())));

        var session = (await app.Log.Events()).Where(recorded => recorded.Stream == stream).Aggregate(
            SessionState.Initial, (state, recorded) => SessionState.Evolve(state, (ISessionEvent)recorded.Event));
        Assert.Equal(NameSet.Of(clients), session.Clients);
    }

    [Fact]
    public async Task CVE_2026_93999_a_disabled_audience_stops_refreshing()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();

        await app.HappenAsync($"resource:{SpecNode.Api}", new ResourceDisabled());

        await app.RefusesAsync(opened.RefreshToken, "resource_not_in_service");
    }

    [Fact]
    public async Task CVE_2026_16103_what_was_allowed_is_asked_again_when_the_code_is_redeemed()
    {
        await using var app = await SpecApp.StartAsync();
        var narrowed = await app.AuthorizeAsync("wide", "offline_access read other", SpecNode.Api);
        var taken = await app.AuthorizeAsync("wide", "offline_access other", SpecNode.Other);
        var disabled = await app.AuthorizeAsync("rival");

        await app.DescribeAsync("wide", "offline_access", SpecNode.Api);
        Assert.Equal("offline_access", (await app.RedeemAsync(narrowed, "wide")).Scope);
        Assert.Equal("invalid_grant", (await app.RedeemAsync(taken, "wide")).Refusal?.Error);
        await app.HappenAsync(UserState.StreamOf(Domain.Samples.Alice), new UserDisabled());
        Assert.Equal("invalid_grant", (await app.RedeemAsync(disabled, "rival")).Refusal?.Error);
    }

    [Fact]
    public async Task Zitadel_9631_a_lost_answer_logs_nobody_out()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        app.Log.AfterAppend = _ => throw SpecLog.Gone;
        await Assert.ThrowsAsync<Argus.Log.LogUnavailableException>(() => app.RefreshAsync(opened.RefreshToken));
        app.Log.AfterAppend = null;
        await app.Node.AdvanceAsync(TimeSpan.FromSeconds(30));

        await app.NextAsync(await app.NextAsync(opened.RefreshToken));
    }

    [Fact]
    public async Task Zitadel_9331_refreshing_leaves_the_access_token_before_alive()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();

        await app.NextAsync(await app.NextAsync(opened.RefreshToken));

        Assert.NotNull(await Introspecting_a_token.Introspect(app.Node, opened.AccessToken));
    }

    [Fact]
    public async Task Engram_341_revocation_beats_the_retry_window()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        var successor = await app.NextAsync(opened.RefreshToken);

        await Revoke(app, successor);

        await app.RefusesAsync(opened.RefreshToken, "family_revoked");
        await app.RefusesAsync(successor, "family_revoked");
        Assert.Null(await app.KeptAsync(opened.Family));
        Assert.Null(await Introspecting_a_token.Introspect(app.Node, opened.AccessToken));
    }

    [Fact]
    public async Task Django_oauth_toolkit_1617_the_retry_window_reaches_one_generation_back()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        var second = await app.NextAsync(opened.RefreshToken);
        var third = await app.NextAsync(second);

        Assert.Equal(third, await app.NextAsync(second));
        await app.RefusesAsync(opened.RefreshToken, "reuse");
    }

    [Fact]
    public async Task Calimero_3083_reuse_ends_one_family_and_not_the_account()
    {
        await using var app = await SpecApp.StartAsync();
        var (stolen, same, others) = (await app.OpenAsync(), await app.OpenAsync(), await app.OpenAsync("rival"));
        await app.NextAsync(await app.NextAsync(stolen.RefreshToken));

        await app.RefusesAsync(stolen.RefreshToken, "reuse");

        await app.NextAsync(same.RefreshToken);
        await app.NextAsync(others.RefreshToken, "rival");
        await app.OpenAsync();
        Assert.Null(await Introspecting_a_token.Introspect(app.Node, stolen.AccessToken));
        Assert.NotNull(await Introspecting_a_token.Introspect(app.Node, same.AccessToken));
    }

    [Fact]
    public async Task Hydra_3604_a_conflict_is_decided_again_and_not_shown_to_the_client()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        var rivals = 3;
        app.Log.BeforeAppend = async append =>
        {
            if (rivals-- > 0)
                await app.Log.PutAsync("acme", append.Streams[0].Stream, append.Streams[0].ExpectedVersion, new RefreshRejected("spec"));
        };

        await app.NextAsync(opened.RefreshToken);

        Assert.Equal(Jti.Of(opened.Family, 5), Assert.IsType<RefreshRotated>((await app.EventsAsync(opened.Family))[^1]).Token.Jti);
    }

    [Fact]
    public async Task CVE_2026_37979_introspection_tells_nobody_of_another_client_s_refresh_token()
    {
        await using var app = await SpecApp.StartAsync();
        var token = Encoding.ASCII.GetBytes((await app.OpenAsync()).RefreshToken);

        Assert.NotNull(await Introspecting_a_token.Introspect(app.Node, token, "app"));
        foreach (var other in new[] { "rival", "wide", "api", "orders" })
            Assert.Null(await Introspecting_a_token.Introspect(app.Node, token, other));
    }

    public static TheoryData<string?, string?> Bounds => new() { { JtiOfAlice, null }, { null, "app" }, { JtiOfAlice, "app" }, { null, null } };

    [Theory]
    [MemberData(nameof(Bounds))]
    public async Task CVE_2026_18218_each_not_before_counts_on_its_own(string? subject, string? client)
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        var live = await app.NextAsync(opened.RefreshToken);
        var position = await app.HappenAsync("tokens:1", Revoked(null, subject, client));

        // Others that come later and reach less far, or elsewhere, take nothing of it away.
        await app.HappenAsync("tokens:2", Revoked(1, subject, client), Revoked(0, null, null), Revoked(0, JtiOfAlice, null), Revoked(null, "somebody else", null), Revoked(null, null, "rival"));

        await app.RefusesAsync(live, "tokens_revoked");
        await app.RefusesAsync(opened.RefreshToken, "tokens_revoked");
        Assert.Null(await Introspecting_a_token.Introspect(app.Node, opened.AccessToken));
        Assert.True(position > 0);
        var anew = await app.OpenAsync();
        Assert.NotNull(await Introspecting_a_token.Introspect(app.Node, anew.AccessToken));
        await app.NextAsync(anew.RefreshToken);
    }

    [Fact]
    public async Task CVE_2026_9704_what_is_too_long_is_an_error_and_never_left_out()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        var longName = new string('a', 100_000);

        Assert.Equal("invalid_grant", (await app.RefreshAsync(opened.RefreshToken + longName)).Refusal?.Error);
        Assert.Equal("invalid_scope", (await app.RefreshAsync(opened.RefreshToken, wish: new TokenWish(NameSet.Of(["read", longName]), []))).Refusal?.Error);
        Assert.Equal("invalid_target", (await app.RefreshAsync(opened.RefreshToken, wish: new TokenWish(null, [$"{SpecNode.Api}/{longName}"]))).Refusal?.Error);
        Assert.Equal(2, (await app.EventsAsync(opened.Family)).Count);
    }

    private const string JtiOfAlice = Domain.Samples.JtiText;

    private static TokensRevoked Revoked(long? before, string? subject, string? client) =>
        new(before, client is null ? null : TextId.Parse<ClientId>(client), 1, "spec", subject);

    private static Task Revoke(SpecApp app, string refreshToken) =>
        app.Node.Revoker.RevokeAsync(app.Node.Acme, app.Node.Client("app"), Encoding.ASCII.GetBytes(refreshToken), SpecNode.Origin).AsTask();
}
