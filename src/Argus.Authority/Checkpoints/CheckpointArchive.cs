using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Log.Checkpoints;

namespace Argus.Authority.Checkpoints;

/// <summary>The checkpoints of a log as auditors ask for them: the latest, one of a size, or one that covers an entry, which is signed if there is none yet.</summary>
public sealed class CheckpointArchive(ICheckpointStore checkpoints, CheckpointRounds rounds, CheckpointWatches watches, AuthorityOptions options)
{
    /// <summary>Why the head is not signed, by what this node saw last; null if nothing is against it.</summary>
    public CheckpointOutcome.Refused? RefusalOf(TenantId tenant) => watches.Of(tenant).Refused;

    /// <returns>Null before the first.</returns>
    /// <exception cref="LogUnavailableException"/>
    public ValueTask<StoredCheckpoint?> LatestAsync(TenantId tenant) => checkpoints.LatestAsync(tenant.Value, CancellationToken.None);

    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<StoredCheckpoint?> AtAsync(TenantId tenant, long size) =>
        await checkpoints.ListAsync(tenant.Value, size - 1, 1, CancellationToken.None).ConfigureAwait(false) is [var found] && found.Size == size ? found : null;

    /// <exception cref="LogUnavailableException"/>
    public ValueTask<IReadOnlyList<StoredCheckpoint>> ListAsync(TenantId tenant, long afterSize, int limit) =>
        checkpoints.ListAsync(tenant.Value, afterSize, limit, CancellationToken.None);

    /// <summary>
    /// Whether a checkpoint covers so many entries. Checkpoints are never taken back, so the database is asked only about sizes beyond what this node knows.
    /// </summary>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<bool> CoversAsync(TenantId tenant, long size)
    {
        var watch = watches.Of(tenant);
        if (size <= watch.Covered)
            return true;
        if (await LatestAsync(tenant).ConfigureAwait(false) is not { } latest)
            return false;
        watch.Cover(latest.Size);
        return size <= latest.Size;
    }

    /// <summary>A checkpoint of that size or, without one, the latest if it covers the entry, or one that is signed now.</summary>
    /// <exception cref="LogUnavailableException"/>
    /// <exception cref="KeyUnavailableException"/>
    public async ValueTask<(KnownCheckpoint? Checkpoint, Refusal? Refusal)> CoveringAsync(TenantId tenant, long position, long? size)
    {
        var stored = size is { } wanted ? await AtAsync(tenant, wanted).ConfigureAwait(false) : await LatestAsync(tenant).ConfigureAwait(false);
        if (size is not null && stored is null)
            return (null, new Refusal("checkpoint_unknown", $"There is no checkpoint of {size} entries"));
        if (size is not null && position >= stored!.Size)
            return (null, new Refusal("position_not_covered", $"The entry at {position} is not under the checkpoint of {size} entries"));
        if (stored is not null && position < stored.Size)
            return KnownCheckpoint.Of(stored) is { } known ? (known, null) : (null, new Refusal("checkpoint_refused", $"The checkpoint of {stored.Size} entries is no signed note"));

        var outcome = await rounds.NowAsync(tenant, options.AppendTimeout).ConfigureAwait(false);
        return outcome switch
        {
            CheckpointOutcome.Fresh { Latest: var latest } when position < latest.Stored.Size => (latest, null),
            CheckpointOutcome.Unchanged { Latest: { } latest } when position < latest.Stored.Size => (latest, null),
            CheckpointOutcome.Refused refused => (null, new Refusal("checkpoint_refused", $"The log is not signed: {refused.Reason}. {refused.Detail}")),
            CheckpointOutcome.Waiting waiting => throw new KeyUnavailableException(waiting.Why),
            _ => (null, new Refusal("position_unknown", $"The log has no entry at {position}")),
        };
    }
}
