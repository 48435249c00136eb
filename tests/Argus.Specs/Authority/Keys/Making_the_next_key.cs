namespace Argus.Specs.Authority.Keys;

/// <summary>It costs a core, or a place in an HSM, and is done for nothing when the log cannot take the key.</summary>
public class Making_the_next_key
{
    [Fact]
    public async Task is_not_begun_by_a_view_that_is_old()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        var made = 0;
        node.Custody.OnStep = step => made += step == "after create" ? 1 : 0;
        await node.LoseTheFeedAsync();
        node.Clock.Advance(TimeSpan.FromSeconds(31));

        for (var round = 0; round < 3; round++)
            Assert.False(await node.Rotation.RoundAsync(CancellationToken.None).InTime());

        Assert.Equal(0, made);
    }

    [Fact]
    public async Task that_a_provider_gives_up_does_not_end_the_rotation()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        node.Custody.OnCreate = new OperationCanceledException();
        await node.AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.True(await node.Rotation.RoundAsync(CancellationToken.None).InTime());
        Assert.False(await node.Rotation.RoundAsync(CancellationToken.None).InTime());

        node.Custody.OnCreate = null;
        await node.LiveAsync(5);
        Assert.NotNull(node.Acme.Keys.Next);
    }
}
