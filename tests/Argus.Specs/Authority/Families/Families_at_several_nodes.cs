using Argus.Domain.Families;

namespace Argus.Specs.Authority.Families;

/// <summary>What a node remembers of a family is never the last word.</summary>
public class Families_at_several_nodes
{
    [Fact]
    public async Task take_a_good_token_where_the_one_before_it_is_remembered()
    {
        await using var first = await SpecApp.StartAsync();
        await using var second = await first.BesideAsync();
        var opened = await first.OpenAsync();
        var token = await second.NextAsync(opened.RefreshToken);

        for (var i = 0; i < 6; i++)
            token = await (i % 2 == 0 ? first : second).NextAsync(token);
        token = await first.NextAsync(await first.NextAsync(await first.NextAsync(token)));

        await second.NextAsync(token);
    }

    [Fact]
    public async Task refuse_a_spent_token_where_it_is_remembered_as_live()
    {
        await using var first = await SpecApp.StartAsync();
        await using var second = await first.BesideAsync();
        var opened = await first.OpenAsync();
        var second_ = await second.NextAsync(opened.RefreshToken);
        var last = await first.NextAsync(await first.NextAsync(second_));

        await second.RefusesAsync(second_, "reuse");

        await first.RefusesAsync(last, "family_revoked");
        await second.RefusesAsync(last, "family_revoked");
    }

    [Fact]
    public async Task give_the_same_successor_where_the_token_is_remembered_as_live()
    {
        await using var first = await SpecApp.StartAsync();
        await using var second = await first.BesideAsync();
        var opened = await first.OpenAsync();
        var live = await second.NextAsync(opened.RefreshToken);

        var successor = await first.NextAsync(live);

        Assert.Equal(successor, await second.NextAsync(live));
    }

    [Fact]
    public async Task take_no_token_of_a_family_that_another_node_has_ended()
    {
        await using var first = await SpecApp.StartAsync();
        await using var second = await first.BesideAsync();
        var opened = await first.OpenAsync();
        var live = await second.NextAsync(opened.RefreshToken);

        await first.Node.FamilyRevoker.RevokeAsync(first.Node.Acme, opened.Family, "spec", SpecNode.Origin);

        await second.RefusesAsync(live, "family_revoked");
        await second.RefusesAsync(opened.RefreshToken, "family_revoked");
    }

    [Fact]
    public async Task do_not_say_that_a_family_is_given_up_before_this_node_refuses_its_tokens()
    {
        await using var first = await SpecApp.StartAsync();
        var opened = await first.OpenAsync();
        await first.Node.LoseTheFeedAsync();
        await first.Log.PutAsync("acme", FamilyState.StreamOf(opened.Family), 2, new FamilyRevoked("revoked_by_client"));

        var revoking = first.Node.Revoker.RevokeAsync(
            first.Node.Acme, first.Node.Client("app"), System.Text.Encoding.ASCII.GetBytes(opened.RefreshToken), SpecNode.Origin).AsTask();
        first.Node.Clock.Advance(SpecNode.Options.AppendTimeout);

        await Assert.ThrowsAsync<Argus.Log.LogUnavailableException>(() => revoking);
    }

    [Fact]
    public async Task keep_nothing_for_a_retry_once_the_family_is_dead()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        var second = await app.NextAsync(opened.RefreshToken);
        Assert.NotNull(await app.KeptAsync(opened.Family));
        await app.NextAsync(second);

        await app.RefusesAsync(opened.RefreshToken, "reuse");

        Assert.Null(await app.KeptAsync(opened.Family));
    }

    [Fact]
    public async Task put_a_use_on_record_once_and_close_the_window_by_it()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        var answer = await app.RefreshAsync(opened.RefreshToken);
        using var ending = new CancellationTokenSource();
        var recording = app.Node.Confirmations.RunAsync(ending.Token);

        for (var i = 0; i < 3; i++)
            Assert.NotNull(await Introspecting_a_token.Introspect(app.Node, answer.AccessToken.ToArray()));
        Assert.True(await Eventually(async () => (await app.EventsAsync(opened.Family)).OfType<RefreshConfirmed>().Any()));

        await ending.CancelAsync();
        await recording;
        Assert.Equal(new RefreshConfirmed(1), Assert.Single((await app.EventsAsync(opened.Family)).OfType<RefreshConfirmed>()));
        await app.Node.AdvanceAsync(TimeSpan.FromSeconds(6));
        await app.RefusesAsync(opened.RefreshToken, "reuse");
    }

    private static async Task<bool> Eventually(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 1_000 && !await holds(); i++)
            await Task.Delay(5);
        return await holds();
    }
}
