using Argus.Domain.Kernel;
using Argus.Log.Checkpoints;

namespace Argus.Authority.Checkpoints;

/// <summary>What this node knows of one log's way from checkpoint to checkpoint. Appends note its growth; one at a time works on it.</summary>
internal sealed class CheckpointWatch(TenantId tenant)
{
    private long _size;
    private long _covered;
    private long _since = long.MaxValue;

    public TenantId Tenant => tenant;

    /// <summary>One works on a log at a time.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>The last checkpoint that this node signed or verified.</summary>
    public Checkpoint? Seen { get; private set; }

    /// <summary>Why the head is not signed, if it is not.</summary>
    public CheckpointOutcome.Refused? Refused { get; private set; }

    /// <summary>The entries that no checkpoint covers, as far as this node knows.</summary>
    public long Uncovered => Math.Max(0, Volatile.Read(ref _size) - Volatile.Read(ref _covered));

    /// <summary>The size that checkpoints cover, as far as this node knows.</summary>
    public long Covered => Volatile.Read(ref _covered);

    /// <summary>A timestamp: not before then is it looked at again.</summary>
    public long NotBefore { get; set; }

    /// <summary>Called for every batch of appends.</summary>
    /// <param name="size">Of the log.</param>
    /// <param name="now">A timestamp.</param>
    public void Grow(long size, long now)
    {
        // An older database may have been put in the log's place: it would not be due before it has outgrown what was signed.
        if (size < Covered)
            size = Covered + 1;
        for (var known = Volatile.Read(ref _size); known < size;)
        {
            var found = Interlocked.CompareExchange(ref _size, size, known);
            if (found == known)
                break;
            known = found;
        }

        Interlocked.CompareExchange(ref _since, now, long.MaxValue);
    }

    /// <summary>When the first of the uncovered entries came: a timestamp, or <see cref="long.MaxValue"/>.</summary>
    public long Since => Volatile.Read(ref _since);

    /// <summary>Takes in what came of looking at the log. Under <see cref="Turn"/>.</summary>
    public void See(CheckpointOutcome outcome, long now)
    {
        Refused = outcome as CheckpointOutcome.Refused;
        var latest = outcome switch
        {
            CheckpointOutcome.Fresh signed => signed.Latest,
            CheckpointOutcome.Unchanged unchanged => unchanged.Latest,
            _ => null,
        };
        if (latest is null)
            return;
        if (Seen is null || latest.Checkpoint.Size > Seen.Size)
            Seen = latest.Checkpoint;
        Cover(latest.Stored.Size);
        Volatile.Write(ref _since, long.MaxValue);
        if (Uncovered > 0)
            Volatile.Write(ref _since, now);
    }

    /// <summary>A checkpoint of that size is there, whoever signed it.</summary>
    public void Cover(long size)
    {
        for (var known = Covered; known < size;)
        {
            var found = Interlocked.CompareExchange(ref _covered, size, known);
            if (found == known)
                return;
            known = found;
        }
    }

    /// <summary>A log that cannot be seen to be whole may have grown.</summary>
    public void Suspect(long now) => Grow(Math.Max(Volatile.Read(ref _size), Covered + 1), now);
}
