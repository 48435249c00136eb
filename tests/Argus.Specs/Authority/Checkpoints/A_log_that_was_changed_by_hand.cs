using System.Text;
using Argus.Authority.Checkpoints;
using Argus.Domain.Audit;
using Argus.Domain.Tenants;
using Argus.Log;
using Argus.Log.Checkpoints;
using Microsoft.Extensions.Logging;

namespace Argus.Specs.Authority.Checkpoints;

public class A_log_that_was_changed_by_hand
{
    [Fact]
    public async Task is_not_signed_where_it_does_not_lead_to_its_head()
    {
        await using var node = await SpecNode.StartAsync();
        node.Log.OnGrowTiles = new LogDivergedException("the root is another");

        var refused = Assert.IsType<CheckpointOutcome.Refused>(await node.NowAsync());

        Assert.Equal((CheckpointRefusal.EntriesDiffer, "the root is another"), (refused.Reason, refused.Detail));
        Assert.Empty(await node.KeptAsync());
    }

    [Fact]
    public async Task is_told_on_once_in_the_log_and_to_the_operator()
    {
        await using var node = await SpecNode.StartAsync();
        node.Log.OnGrowTiles = new LogDivergedException("the root is another");
        await node.NowAsync();
        await node.RoundAsync();
        await node.RoundAsync();
        await using var other = await node.StartBesideAsync();
        await other.NowAsync();

        var told = Assert.Single(await node.Log.Events(), recorded => recorded.Event is CheckpointRefused);
        Assert.Equal((CheckpointRefusal.EntriesDiffer, "node:checkpoints"), (((CheckpointRefused)told.Event).Reason, told.Actor));
        Assert.Single(node.CheckpointLog.All, line => line is (LogLevel.Critical, 160, var text) && text.Contains(" acme ", StringComparison.Ordinal));
        Assert.Contains(node.Watches.Refused, refused => refused.Tenant == Checked.Acme);

        node.Log.OnGrowTiles = null;
        await node.NowAsync();
        Assert.DoesNotContain(node.Watches.Refused, refused => refused.Tenant == Checked.Acme);
        Assert.NotEmpty(await node.KeptAsync());
    }

    [Fact]
    public async Task is_not_signed_when_it_does_not_begin_as_it_did_under_its_last_checkpoint()
    {
        await using var node = await SpecNode.StartAsync();
        await using var forger = await SpecNode.StartAsync();
        await ForgeAsync(node, forger, keepSeen: false);

        Assert.Equal(CheckpointRefusal.HistoryRewritten, Assert.IsType<CheckpointOutcome.Refused>(await node.NowAsync()).Reason);
    }

    [Fact]
    public async Task is_not_signed_when_its_last_checkpoint_is_not_the_logs_own()
    {
        await using var node = await SpecNode.StartAsync();
        var text = new Checkpoint("auth.example/t/acme", 1, new byte[32]).Text;
        await node.Checkpoints.AddAsync("acme", new StoredCheckpoint(1, node.Clock.GetUtcNow(), Encoding.UTF8.GetBytes($"{text}\n\u2014 auth.example/t/acme AAAAAAAA\n")), TestContext.Current.CancellationToken);

        Assert.Equal(CheckpointRefusal.SignatureBad, Assert.IsType<CheckpointOutcome.Refused>(await node.NowAsync()).Reason);
    }

    [Fact]
    public async Task is_not_signed_when_its_last_checkpoint_is_no_note()
    {
        await using var node = await SpecNode.StartAsync();
        await node.Checkpoints.AddAsync("acme", new StoredCheckpoint(1, node.Clock.GetUtcNow(), "nonsense"u8.ToArray()), TestContext.Current.CancellationToken);

        Assert.Equal(CheckpointRefusal.SignatureBad, Assert.IsType<CheckpointOutcome.Refused>(await node.NowAsync()).Reason);
    }

    [Fact]
    public async Task is_not_signed_when_it_is_shorter_than_it_was()
    {
        await using var node = await SpecNode.StartAsync();
        await node.NowAsync();
        node.Log.OnReadHead = head => head with { Size = head.Size - 1 };

        Assert.Equal(CheckpointRefusal.LogShrunk, Assert.IsType<CheckpointOutcome.Refused>(await node.NowAsync()).Reason);
    }

    [Fact]
    public async Task is_not_signed_when_its_checkpoints_were_changed_with_it_under_a_node_that_remembers()
    {
        await using var node = await SpecNode.StartAsync();
        await using var forger = await SpecNode.StartAsync();
        await ForgeAsync(node, forger, keepSeen: true);

        Assert.Equal(CheckpointRefusal.HistoryRewritten, Assert.IsType<CheckpointOutcome.Refused>(await node.NowAsync()).Reason);
    }

    /// <summary>The node has a checkpoint of another history under the same keys: in its store, or in its memory.</summary>
    private static async Task ForgeAsync(SpecNode node, SpecNode forger, bool keepSeen)
    {
        await forger.Log.PutAsync("acme", "other", 0, new TenantRenamed("otherwise"));
        await node.Log.PutAsync("acme", "other", 0, new TenantRenamed("as it was"));
        Assert.IsType<CheckpointOutcome.Fresh>(await forger.NowAsync());
        var forged = (await forger.KeptAsync())[0];
        if (keepSeen)
            node.Watches.Of(node.Acme.Id).See(new CheckpointOutcome.Fresh(KnownCheckpoint.Of(forged)!), 0);
        else
            await node.Checkpoints.AddAsync("acme", forged, TestContext.Current.CancellationToken);
    }
}
