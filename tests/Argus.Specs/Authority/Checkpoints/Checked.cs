using Argus.Authority.Checkpoints;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.LogKeys;
using Argus.Log.Checkpoints;
using Argus.Log.Merkle;

namespace Argus.Specs.Authority.Checkpoints;

/// <summary>What specs of checkpoints do again and again.</summary>
internal static class Checked
{
    public static readonly TenantId Acme = Domain.Samples.Acme;

    /// <summary>Lets the period pass and goes round.</summary>
    public static async Task RoundAsync(this SpecNode node)
    {
        await node.AdvanceAsync(CheckpointOptions.Standard.Period);
        await node.Rounds.RoundAsync(all: false, TestContext.Current.CancellationToken);
    }

    public static Task<CheckpointOutcome> NowAsync(this SpecNode node) => node.Rounds.NowAsync(Acme, TimeSpan.FromSeconds(30));

    public static async Task<IReadOnlyList<StoredCheckpoint>> KeptAsync(this SpecNode node, string tenant = "acme") =>
        await node.Checkpoints.ListAsync(tenant, 0, 1_000, TestContext.Current.CancellationToken);

    public static async Task<LogKeySpans> LogKeysAsync(this SpecNode node) =>
        LogKeySpans.Of((await node.Log.Events()).Where(recorded => recorded.Stream == LogKeysState.Stream));

    /// <summary>That a checkpoint is the log's own at its size, and signed by a key that is good for it.</summary>
    public static async Task<SignedNote> IsGoodAsync(this SpecNode node, StoredCheckpoint stored)
    {
        Assert.True(SignedNote.TryParse(stored.Note.Span, out var note));
        Assert.True(Checkpoint.TryParse(note.Text, out var checkpoint));
        Assert.Equal(("auth.example/t/acme", stored.Size), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal(await RootAsync(node, stored.Size), checkpoint.RootHash.ToArray());
        var keys = PublishedLogKeys.HistoryOf(await node.LogKeysAsync()).KeysAt(stored.Size).ToArray();
        Assert.All(note.Signatures, signature => Assert.Contains(keys, key => key.Verify(note.Text, signature)));
        Assert.Equal(stored.SignedAt.ToUnixTimeMilliseconds(), keys.Select(key => key.TimeOf(note.Signatures[0])).OfType<DateTimeOffset>().First().ToUnixTimeMilliseconds());
        return note;
    }

    private static async Task<byte[]> RootAsync(SpecNode node, long size)
    {
        var frontier = new Frontier();
        await foreach (var entry in node.Log.ReadAsync("acme", 0, size, TestContext.Current.CancellationToken))
        {
            var hash = new byte[MerkleHash.Size];
            MerkleHash.Leaf(entry.Bytes.Span, hash);
            frontier.Append(hash);
        }

        return frontier.Root();
    }
}
