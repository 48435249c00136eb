using Argus.Authority.Checkpoints;
using Argus.Domain.Kernel;
using Argus.Log.Checkpoints;

namespace Argus.Specs.Authority.Checkpoints;

public class A_note_that_two_nodes_cosign_at_once
{
    private static readonly TenantId Acme = TextId.Parse<TenantId>("acme");
    private static readonly CancellationToken Cancellation = CancellationToken.None;

    [Fact]
    public async Task has_both_cosignatures()
    {
        var store = new InMemoryCheckpointStore();
        var known = await SignedAsync(store);
        var slow = new CosignatureKeeper(new Slower(store, () => new CosignatureKeeper(store).KeepAsync(Acme, known, By("second.example"), Cancellation)));

        await slow.KeepAsync(Acme, known, By("first.example"), Cancellation);

        Assert.Equal(["log.example", "second.example", "first.example"], await SignersAsync(store));
    }

    [Fact]
    public async Task has_no_cosignature_twice()
    {
        var store = new InMemoryCheckpointStore();
        var known = await SignedAsync(store);
        var slow = new CosignatureKeeper(new Slower(store, () => new CosignatureKeeper(store).KeepAsync(Acme, known, By("first.example"), Cancellation)));

        await slow.KeepAsync(Acme, known, By("first.example"), Cancellation);

        Assert.Equal(["log.example", "first.example"], await SignersAsync(store));
    }

    private static async Task<KnownCheckpoint> SignedAsync(InMemoryCheckpointStore store)
    {
        var checkpoint = new Checkpoint("log.example", 3, new byte[32]);
        var note = new SignedNote(checkpoint.Text, [By("log.example")]);
        var stored = new StoredCheckpoint(3, DateTimeOffset.UnixEpoch, note.ToBytes());
        Assert.True(await store.AddAsync(Acme.Value, stored, Cancellation));
        return Assert.IsType<KnownCheckpoint>(KnownCheckpoint.Of(stored));
    }

    private static NoteSignature By(string name) => new(name, 1, new byte[64]);

    private static async Task<IEnumerable<string>> SignersAsync(InMemoryCheckpointStore store)
    {
        var kept = KnownCheckpoint.Of((await store.LatestAsync(Acme.Value, Cancellation))!);
        return kept!.Note.Signatures.Select(signature => signature.Name);
    }

    /// <summary>The store as one node sees it: between its first look and what it does then, another is at work.</summary>
    private sealed class Slower(ICheckpointStore store, Func<Task> meanwhile) : ICheckpointStore
    {
        private Func<Task>? _meanwhile = meanwhile;

        public async ValueTask<IReadOnlyList<StoredCheckpoint>> ListAsync(string tenant, long afterSize, int limit, CancellationToken cancellation)
        {
            var found = await store.ListAsync(tenant, afterSize, limit, cancellation);
            if (Interlocked.Exchange(ref _meanwhile, null) is { } other)
                await other();
            return found;
        }

        public ValueTask<StoredCheckpoint?> LatestAsync(string tenant, CancellationToken cancellation) => store.LatestAsync(tenant, cancellation);

        public ValueTask<bool> AddAsync(string tenant, StoredCheckpoint checkpoint, CancellationToken cancellation) => store.AddAsync(tenant, checkpoint, cancellation);

        public ValueTask<bool> CosignedAsync(string tenant, StoredCheckpoint read, ReadOnlyMemory<byte> note, CancellationToken cancellation) =>
            store.CosignedAsync(tenant, read, note, cancellation);

        public ValueTask<IReadOnlyList<string>> FindBehindAsync(CancellationToken cancellation) => store.FindBehindAsync(cancellation);
    }
}
