using Argus.Authority.Checkpoints;
using Argus.Domain.Tenants;
using Argus.Log.Checkpoints.OpenSsl;

namespace Argus.Specs.Authority.Checkpoints;

public class A_log_that_grows
{
    [Fact]
    public async Task is_signed_when_its_period_is_over_and_not_before()
    {
        await using var node = await SpecNode.StartAsync();
        await node.Rounds.RoundAsync(all: false, TestContext.Current.CancellationToken);
        Assert.Empty(await node.KeptAsync());

        await node.RoundAsync();

        var note = await node.IsGoodAsync(Assert.Single(await node.KeptAsync()));
        Assert.Equal(Ed25519.IsAvailable ? 2 : 1, note.Signatures.Count);
        Assert.Equal((await node.Log.Events()).Count, (await node.KeptAsync())[0].Size);
        Assert.Contains(("acme", (await node.KeptAsync())[0].Size), node.Witnesses.All);
    }

    [Fact]
    public async Task gets_no_checkpoint_where_nothing_is_new()
    {
        await using var node = await SpecNode.StartAsync();
        await node.RoundAsync();
        await node.RoundAsync();
        await node.Rounds.RoundAsync(all: true, TestContext.Current.CancellationToken);

        Assert.Single(await node.KeptAsync());
        Assert.IsType<CheckpointOutcome.Unchanged>(await node.NowAsync());
    }

    [Fact]
    public async Task is_signed_sooner_when_much_has_come()
    {
        await using var node = await SpecNode.StartAsync();
        await node.RoundAsync();
        await GrowAsync(node, (int)CheckpointOptions.Standard.Entries - 1);
        await node.Rounds.RoundAsync(all: false, TestContext.Current.CancellationToken);
        Assert.Single(await node.KeptAsync());

        await node.Log.PutAsync("acme", "more", 0, new TenantRenamed("one more"));
        await node.Rounds.RoundAsync(all: false, TestContext.Current.CancellationToken);

        await node.IsGoodAsync((await node.KeptAsync())[1]);
    }

    [Fact]
    public async Task is_signed_when_somebody_wants_it_to_be()
    {
        await using var node = await SpecNode.StartAsync();

        var signed = Assert.IsType<CheckpointOutcome.Fresh>(await node.NowAsync());

        await node.IsGoodAsync(signed.Latest.Stored);
    }

    [Fact]
    public async Task is_signed_once_however_many_nodes_want_to()
    {
        await using var node = await SpecNode.StartAsync();
        await using var other = await node.StartBesideAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? node : other).NowAsync())));

        Assert.Single(await node.KeptAsync());
        Assert.Single(outcomes.OfType<CheckpointOutcome.Fresh>());
        Assert.All(outcomes.OfType<CheckpointOutcome.Unchanged>(), unchanged => Assert.NotNull(unchanged.Latest));
    }

    [Fact]
    public async Task leaves_the_turn_to_another_node_that_signed_just_before()
    {
        await using var node = await SpecNode.StartAsync();
        await using var other = await node.StartBesideAsync();
        await node.AdvanceAsync(CheckpointOptions.Standard.Period);
        await node.NowAsync();
        await node.Log.PutAsync("acme", "more", 0, new TenantRenamed("one more"));

        await other.Rounds.RoundAsync(all: false, TestContext.Current.CancellationToken);

        Assert.Single(await node.KeptAsync());
    }

    [Fact]
    public async Task is_covered_when_its_node_stops()
    {
        await using var node = await SpecNode.StartAsync();

        await node.Rounds.DrainAsync(TimeSpan.FromSeconds(30));

        await node.IsGoodAsync(Assert.Single(await node.KeptAsync()));
    }

    [Fact]
    public async Task waits_for_a_key_that_cannot_be_had_and_says_so()
    {
        await using var node = await SpecNode.StartAsync();
        node.LogCustody.OnOpen = new Argus.Authority.Keys.CustodyException("away");
        await node.RoundAsync();
        Assert.Empty(await node.KeptAsync());
        Assert.NotEmpty(await node.IssueAsync());

        node.LogCustody.OnOpen = null;
        await node.RoundAsync();

        await node.IsGoodAsync(Assert.Single(await node.KeptAsync()));
    }

    private static async Task GrowAsync(SpecNode node, int entries)
    {
        for (var done = 0; done < entries; done += 1_000)
        {
            var events = Enumerable.Range(0, Math.Min(1_000, entries - done)).Select(_ => new Argus.Domain.Audit.EventsRead(null, 1, null, null, null)).ToArray();
            await node.Log.PutAsync("acme", $"grown-{done}", 0, events);
        }
    }
}
