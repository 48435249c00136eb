namespace Argus.Authority.RevocationFeed;

/// <summary>
/// A tenant's revocations as others are told of them: all that still matter, and the latest entries one by one. The <b>epoch</b> counts the tenant's log up to
/// its last entry that revoked anything: 0 before the first, and the same on every node that has read as far. One thread adds; others read meanwhile.
/// </summary>
public sealed class RevocationHistory
{
    /// <summary>Entries that are at hand one by one. Who is further behind begins anew.</summary>
    public const int Kept = 8_192;

    private readonly Lock _gate = new();
    private readonly Dictionary<(RevokedThing, string?, string?), RevocationItem> _standing = [];
    private readonly List<RevocationEntry> _latest = [];
    private long _epoch;
    private long _droppedThrough;
    private TaskCompletionSource? _grown;

    public long Epoch => Interlocked.Read(ref _epoch);

    /// <summary>All that is revoked, and the epoch of which that is the whole truth.</summary>
    public (long Epoch, RevocationItem[] Items) Snapshot()
    {
        lock (_gate)
            return (_epoch, [.. _standing.Values]);
    }

    /// <summary>Whether what came after an epoch is at hand.</summary>
    public bool Reaches(long epoch)
    {
        lock (_gate)
            return epoch >= _droppedThrough && epoch <= _epoch;
    }

    /// <summary>What came after an epoch, in order.</summary>
    /// <returns>Null if that is too long ago, or still to come.</returns>
    public (long Epoch, RevocationEntry[] Entries)? Since(long epoch)
    {
        lock (_gate)
        {
            if (epoch < _droppedThrough || epoch > _epoch)
                return null;
            return (_epoch, After(epoch));
        }
    }

    /// <summary>What came after an epoch, in order, as far back as is kept.</summary>
    public RevocationEntry[] Latest(long epoch)
    {
        lock (_gate)
            return After(epoch);
    }

    /// <summary>Completes when there is something newer than an epoch.</summary>
    public Task WhenBeyond(long epoch)
    {
        lock (_gate)
        {
            if (_epoch > epoch)
                return Task.CompletedTask;
            _grown ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _grown.Task;
        }
    }

    /// <param name="position">Of the entry that says so.</param>
    /// <param name="at">When it was committed.</param>
    /// <param name="items">At least one.</param>
    internal void Add(long position, DateTimeOffset at, RevocationItem[] items)
    {
        TaskCompletionSource? grown;
        lock (_gate)
        {
            foreach (var item in items)
                Fold(item);
            _latest.Add(new RevocationEntry(position + 1, at, items));
            if (_latest.Count > Kept + Kept / 4)
            {
                // By count alone, so that all nodes keep the same.
                _droppedThrough = _latest[^(Kept + 1)].Epoch;
                _latest.RemoveRange(0, _latest.Count - Kept);
            }

            Interlocked.Exchange(ref _epoch, position + 1);
            grown = _grown;
            _grown = null;
        }

        grown?.TrySetResult();
    }

    internal void Forget(DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        lock (_gate)
        {
            foreach (var (key, item) in _standing)
            {
                if (item.Exp < seconds)
                    _standing.Remove(key);
            }
        }
    }

    private RevocationEntry[] After(long epoch)
    {
        var first = _latest.Count;
        while (first > 0 && _latest[first - 1].Epoch > epoch)
            first--;
        return [.. _latest.Skip(first)];
    }

    private void Fold(RevocationItem item)
    {
        if (!item.IsRevoked)
            _standing.Remove(item.Key);
        else if (item.What != RevokedThing.IssuedBefore || _standing.GetValueOrDefault(item.Key) is not { } known || known.NotBefore < item.NotBefore)
            _standing[item.Key] = item;
    }
}

/// <summary>An entry of the log that revokes.</summary>
/// <param name="Epoch">Its position and one more.</param>
/// <param name="At">When it was committed.</param>
/// <param name="Items">What it revokes, or honours again.</param>
public sealed record RevocationEntry(long Epoch, DateTimeOffset At, RevocationItem[] Items);
