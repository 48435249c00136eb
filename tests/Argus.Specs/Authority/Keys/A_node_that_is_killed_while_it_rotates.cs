using Argus.Domain.Keys;

namespace Argus.Specs.Authority.Keys;

/// <summary>Between any two steps. Another node finds what it left, finishes or discards it, and the ring goes on as if nothing had happened.</summary>
public class A_node_that_is_killed_while_it_rotates
{
    [Theory]
    [InlineData("before create", 0)]
    [InlineData("after create", 0)]
    [InlineData("before put", 0)]
    [InlineData("after put", 1)]
    [InlineData("before append key.generated", 1)]
    [InlineData("after append key.generated", 0)]
    [InlineData("before append key.deactivated", 0)]
    [InlineData("after append key.deactivated", 0)]
    [InlineData("before destroy", 0)]
    [InlineData("after destroy", 0)]
    [InlineData("before delete", 0)]
    [InlineData("after delete", 0)]
    [InlineData("before append key.private_key_destroyed", 0)]
    [InlineData("after append key.private_key_destroyed", 0)]
    [InlineData("before append key.retired", 0)]
    [InlineData("after append key.retired", 0)]
    public async Task leaves_nothing_that_another_does_not_clear_up(string step, int orphans)
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        var start = node.Now();
        await LiveUntilKilledAsync(node, step);

        await using var heir = await node.StartBesideAsync();
        while (heir.Now() - start < 110)
            await heir.LiveAsync(1);

        Assert.Equal([KeyStatus.Retired, KeyStatus.Active, KeyStatus.Next], heir.Shape());
        Assert.NotNull(heir.Acme.Keys.Ring.Keys[0].DestroyedAt);
        // What never came into a ring might be on its way; nobody touches it yet.
        Assert.Equal(2 + orphans, heir.Kept().Length);

        await heir.AdvanceAsync(TimeSpan.FromMinutes(11));
        await heir.RoundsAsync();

        Assert.Equal(KeyLife.ToSign(heir.Acme.Keys), heir.Kept());
        Assert.Equal(2, heir.Kept().Length);
        await heir.NeverHadTwoActivesAsync();
        Assert.All(heir.Acme.Keys.Ring.Keys.Where(key => key.IsSpent), key => Assert.NotNull(key.DestroyedAt));
        Assert.NotEmpty(await heir.IssueAsync());
    }

    [Fact]
    public async Task stays_out_of_the_way_of_a_key_that_is_on_its_way_for_less_than_ten_minutes()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        await LiveUntilKilledAsync(node, "after put");
        await using var heir = await node.StartBesideAsync();

        // A check at the very bound, and one behind it.
        await heir.AdvanceAsync(TimeSpan.FromMinutes(10));
        await heir.RoundsAsync();
        Assert.Equal(3, heir.Kept().Length);

        await heir.AdvanceAsync(TimeSpan.FromMinutes(10));
        await heir.RoundsAsync();
        Assert.Equal(KeyLife.ToSign(heir.Acme.Keys), heir.Kept());
    }

    [Fact]
    public async Task leaves_nothing_that_a_node_would_clear_up_whose_view_gets_old_over_it()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        await node.Custody.PutAsync(Domain.Samples.Acme, Domain.Rings.B, node.Custody.Name, new byte[4], CancellationToken.None);
        await node.Custody.PutAsync(Domain.Samples.Acme, Domain.Rings.C, node.Custody.Name, new byte[4], CancellationToken.None);
        await node.AdvanceAsync(TimeSpan.FromMinutes(11));
        await node.LoseTheFeedAsync();
        node.Custody.OnStep = step => node.Clock.Advance(step == "before destroy" ? TimeSpan.FromSeconds(31) : TimeSpan.Zero);

        Assert.False(await node.Rotation.RoundAsync(CancellationToken.None).InTime());

        Assert.Single(node.Custody.Destroyed);
    }

    /// <summary>The step throws, and whatever the node would do next: it is dead.</summary>
    private static async Task LiveUntilKilledAsync(SpecNode node, string fatal)
    {
        var isDead = false;
        node.Custody.OnStep = Reach;
        node.Log.BeforeAppend = append =>
        {
            Reach($"before append {KeyLife.TypeOf(append)}");
            return Task.CompletedTask;
        };
        node.Log.AfterAppend = append => Reach($"after append {KeyLife.TypeOf(append)}");

        for (var second = 0; second < 110 && !isDead; second++)
            await node.LiveAsync(1);

        Assert.True(isDead, "The step was never taken.");
        (node.Custody.OnStep, node.Log.BeforeAppend, node.Log.AfterAppend) = (null, null, null);

        void Reach(string step)
        {
            isDead |= step == fatal;
            if (isDead)
                throw SpecLog.Gone;
        }
    }
}
