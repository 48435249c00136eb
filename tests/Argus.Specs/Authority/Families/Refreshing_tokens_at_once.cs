using Argus.Authority.Issuance;
using Argus.Domain.Families;
using Argus.Domain.Kernel;

namespace Argus.Specs.Authority.Families;

/// <summary>Many tabs of one browser share one refresh token, and nobody must be logged out for it.</summary>
public class Refreshing_tokens_at_once
{
    private const int Tabs = 64;

    [Fact]
    public async Task at_one_node_rotates_once_and_gives_everybody_the_same_successor()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();

        await AllAtOnce(opened, [app]);

        // Allowed, opened, rotated, retried 32 times, and rotated again at the end.
        Assert.Equal(36, (await app.EventsAsync(opened.Family)).Count);
    }

    [Fact]
    public async Task over_three_nodes_rotates_once_and_gives_everybody_the_same_successor()
    {
        await using var first = await SpecApp.StartAsync();
        await using var second = await first.BesideAsync();
        await using var third = await first.BesideAsync();
        for (var round = 0; round < 5; round++)
            await AllAtOnce(await first.OpenAsync(), [first, second, third]);
    }

    [Fact]
    public async Task round_after_round_over_three_nodes_never_loses_the_family()
    {
        await using var first = await SpecApp.StartAsync();
        await using var second = await first.BesideAsync();
        await using var third = await first.BesideAsync();
        SpecApp[] nodes = [first, second, third];
        var opened = await first.OpenAsync();
        var token = opened.RefreshToken;

        for (var round = 1; round <= 10; round++)
        {
            var current = token;
            var answers = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => Task.Run(() => nodes[i % 3].RefreshAsync(current))));
            token = Assert.Single(answers.Select(answer => answer.RefreshToken).Distinct())!;
            Assert.Equal(round, (await first.EventsAsync(opened.Family)).OfType<RefreshRotated>().Count());
        }
    }

    [Fact]
    public async Task knows_each_of_the_access_tokens_as_its_own()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => app.RefreshAsync(opened.RefreshToken))));

        var issued = (await app.EventsAsync(opened.Family)).OfType<IFamilyIssuance>().Select(issuance => issuance.Token.Jti).ToList();
        Assert.Equal(Enumerable.Range(1, 17).Select(version => Jti.Of(opened.Family, version)), issued);
        foreach (var answer in answers)
            Assert.NotNull(await Introspecting_a_token.Introspect(app.Node, answer.AccessToken.ToArray()));
    }

    private static async Task AllAtOnce(SpecApp.Opened opened, SpecApp[] nodes)
    {
        TokenAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, Tabs).Select(i => Task.Run(() => nodes[i % nodes.Length].RefreshAsync(opened.RefreshToken))));

        var events = await nodes[0].EventsAsync(opened.Family);
        var rotated = Assert.Single(events.OfType<RefreshRotated>());
        Assert.Equal(32, events.OfType<RefreshRetried>().Count());
        Assert.DoesNotContain(events, @event => @event is FamilyRevoked or RefreshRejected);
        var winners = answers.Where(answer => answer.Refusal is null).ToList();
        Assert.Equal(33, winners.Count);
        Assert.Equal([rotated.Digest], winners.Select(winner => SpecApp.DigestOf(winner.RefreshToken!)).Distinct());
        Assert.All(answers.Where(answer => answer.Refusal is not null), answer => Assert.Equal("refresh_too_many_at_once", answer.Refusal!.Id));

        // Nobody was logged out.
        await nodes[^1].NextAsync(winners[0].RefreshToken!);
    }
}
