using Argus.Authority.Grains;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.LogKeys;
using Argus.Log;
using Argus.Log.Checkpoints;

namespace Argus.Authority.Checkpoints;

/// <summary>
/// Signs the head of a log, if it follows from everything that can be seen of what was signed before. Everything it goes by is read from the store at that
/// moment, and none of it is believed: a database that was changed by hand gets no signature.
/// </summary>
public sealed class CheckpointSigner(IEventLog log, ICheckpointStore checkpoints, LogSigners signers, HeadCheck check, TimeProvider clock)
{
    /// <summary>Signs the head.</summary>
    /// <param name="tenant">Whose log.</param>
    /// <param name="seen">The last checkpoint that this node itself signed or verified; null if none since its start.</param>
    /// <param name="isDue">Whether a head of that size is to be signed, with that checkpoint as the latest.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LogUnavailableException"/>
    /// <exception cref="KeyUnavailableException">The key's custody does not answer.</exception>
    public async ValueTask<CheckpointOutcome> SignAsync(
        TenantId tenant, Checkpoint? seen, Func<StoredCheckpoint?, long, bool> isDue, CancellationToken cancellation)
    {
        var stored = await checkpoints.LatestAsync(tenant.Value, cancellation).ConfigureAwait(false);
        var size = 0L;
        try
        {
            size = (await log.ReadHeadAsync(tenant.Value, cancellation).ConfigureAwait(false)).Size;
            if (Math.Max(stored?.Size ?? 0, seen?.Size ?? 0) is var before && size < before)
                return new CheckpointOutcome.Refused(CheckpointRefusal.LogShrunk, $"The log has {size} entries, and had {before} under a checkpoint.", size, stored?.Size);
            if (stored is null ? size == 0 : size > stored.Size && !isDue(stored, size))
                return new CheckpointOutcome.Unchanged(stored is null ? null : KnownCheckpoint.Of(stored));
            return await SignCheckedAsync(tenant, stored, seen, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LogDivergedException or InvalidDataException or UnreadableEventException)
        {
            return new CheckpointOutcome.Refused(CheckpointRefusal.EntriesDiffer, e.Message, size, stored?.Size);
        }
    }

    private async ValueTask<CheckpointOutcome> SignCheckedAsync(TenantId tenant, StoredCheckpoint? stored, Checkpoint? seen, CancellationToken cancellation)
    {
        var head = await GrownHeadAsync(tenant, cancellation).ConfigureAwait(false);

        // Behind the head, so that the keys are those of all its entries.
        var keys = LogKeySpans.Of(await log.ReadEventsAsync(tenant, LogKeysState.Stream).ConfigureAwait(false));
        var latest = stored is null ? null : KnownCheckpoint.Of(stored);
        if (stored is not null && (latest is null || !IsSigned(latest, keys)))
            return new CheckpointOutcome.Refused(CheckpointRefusal.SignatureBad, $"The checkpoint of {stored.Size} entries is not signed by a key of the log.", head.Size, stored.Size);
        if (await check.FaultAsync(tenant, head, latest?.Checkpoint, seen, cancellation).ConfigureAwait(false) is { } fault)
            return new CheckpointOutcome.Refused(fault.Reason, fault.Detail, head.Size, stored?.Size);
        if (head.Size == 0 || head.Size == latest?.Stored.Size)
            return new CheckpointOutcome.Unchanged(latest);
        return await SignAsync(tenant, head, keys, cancellation).ConfigureAwait(false);
    }

    private async ValueTask<CheckpointOutcome> SignAsync(TenantId tenant, LogHead head, LogKeySpans keys, CancellationToken cancellation)
    {
        if (keys.GoodAt(head.Size).LastOrDefault()?.Key is not { } key)
            return new CheckpointOutcome.Waiting("The log has no key yet.");
        if (await signers.FindAsync(tenant, key).ConfigureAwait(false) is not { } signer)
            return new CheckpointOutcome.Waiting($"The private half of the log's key {key.Kid} is not in the store.");
        var (time, checkpoint) = (clock.GetUtcNow(), new Checkpoint(key.Origin, head.Size, head.RootHash));
        var note = await SignAsync(tenant, key, signer, checkpoint, time).ConfigureAwait(false);
        var signed = new StoredCheckpoint(head.Size, time, note.ToBytes());

        // Whoever was faster has signed the same log: nothing is lost.
        return await checkpoints.AddAsync(tenant.Value, signed, cancellation).ConfigureAwait(false)
            ? new CheckpointOutcome.Fresh(new KnownCheckpoint(signed, note, checkpoint))
            : new CheckpointOutcome.Unchanged(await checkpoints.LatestAsync(tenant.Value, cancellation).ConfigureAwait(false) is { } other ? KnownCheckpoint.Of(other) : null);
    }

    private async ValueTask<SignedNote> SignAsync(TenantId tenant, LogKeyActivated key, LogSigner signer, Checkpoint checkpoint, DateTimeOffset time)
    {
        try
        {
            return await signer.SignAsync(checkpoint, time).ConfigureAwait(false);
        }
        catch (KeyUnavailableException)
        {
            signers.Forget(tenant, key.Kid);
            throw;
        }
    }

    /// <summary>A head to which all tiles lead.</summary>
    private async ValueTask<LogHead> GrownHeadAsync(TenantId tenant, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await log.GrowTilesAsync(tenant.Value, cancellation).ConfigureAwait(false) is { } head)
                return head;
        }
    }

    private static bool IsSigned(KnownCheckpoint known, LogKeySpans keys) =>
        known.Checkpoint.Origin == keys.Origin
        && keys.GoodAt(known.Stored.Size).Any(span => known.Note.Signatures.Any(signature => PublishedLogKeys.TreeHeadKey(span.Key).Verify(known.Note.Text, signature)));
}
