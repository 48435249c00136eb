using Argus.Domain.Keys;
using Argus.Log;

namespace Argus.Specs.Authority.Keys;

/// <summary>Every node has made its key and is about to append it at the same moment: the log takes one.</summary>
public class Nodes_that_rotate_at_once
{
    private const int Rounds = 50;
    private const int Nodes = 4;

    private TaskCompletionSource _barrier = new();
    private int _waiting;

    /// <summary>The log in memory gets slow as it grows, so there are four.</summary>
    [Fact]
    public async Task take_one_key_each_round_and_the_losers_discard_theirs()
    {
        for (var log = 0; log < 4; log++)
            await RaceAsync();
    }

    private async Task RaceAsync()
    {
        await using var first = await SpecNode.StartAsync(KeyLife.Policy);
        (_waiting, _barrier) = (0, new(TaskCreationOptions.RunContinuationsAsynchronously));
        first.Custody.MakesNumbersOnly = true;
        var nodes = new List<SpecNode> { first };
        while (nodes.Count < Nodes)
            nodes.Add(await first.StartBesideAsync());
        first.Clock.Advance(TimeSpan.FromSeconds(3));
        first.Log.BeforeAppend = MeetAsync;

        for (var round = 1; round <= Rounds; round++)
        {
            await Task.WhenAll(nodes.Select(node => Task.Run(() => RaceAsync(node)))).InTime();

            Assert.Equal(Nodes, _waiting);
            Assert.Equal(round + 1, (await first.RingEvents()).Count(@event => @event is KeyGenerated));
            await UntilDiscardedAsync(first).InTime();
            await PrepareAsync(nodes);
        }

        await first.NeverHadTwoActivesAsync();
        foreach (var node in nodes.Skip(1))
            await node.DisposeAsync();
    }

    /// <summary>Goes round until the ring has its next key.</summary>
    private async Task RaceAsync(SpecNode node)
    {
        do
        {
            await node.Rotation.RoundAsync(CancellationToken.None);
            await Task.WhenAny(_barrier.Task, Task.Delay(TimeSpan.FromMilliseconds(5)));
            await node.RefreshAsync();
        }
        while (node.Acme.Keys.Next is null);
    }

    private static async Task UntilDiscardedAsync(SpecNode node)
    {
        while (!KeyLife.ToSign(node.Acme.Keys).SequenceEqual(node.Kept()))
            await Task.Delay(TimeSpan.FromMilliseconds(1));
    }

    /// <summary>The next key takes over, everything that follows from it is done, and all see it.</summary>
    private async Task PrepareAsync(List<SpecNode> nodes)
    {
        nodes[0].Clock.Advance(TimeSpan.FromSeconds(3));
        var outcome = await nodes[0].Aggregates.KeyRings.ExecuteAsync(
            Domain.Samples.Acme,
            KeyRingState.Stream,
            ring => KeyRingDecider.Rotate(ring, force: true, new KeyTimes(12, 60, 44), nodes[0].Clock.GetUtcNow()),
            SpecNode.Origin,
            CancellationToken.None);
        Assert.Null(outcome.Refusal);
        (_waiting, _barrier) = (0, new(TaskCreationOptions.RunContinuationsAsynchronously));
        foreach (var node in nodes)
            await node.RefreshAsync();
    }

    private Task MeetAsync(Append append)
    {
        if (KeyLife.TypeOf(append) != "key.generated")
            return Task.CompletedTask;
        var barrier = _barrier;
        if (Interlocked.Increment(ref _waiting) == Nodes)
            barrier.SetResult();
        return barrier.Task;
    }
}
