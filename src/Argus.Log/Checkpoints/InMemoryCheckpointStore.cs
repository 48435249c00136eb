namespace Argus.Log.Checkpoints;

/// <summary>Checkpoints in memory: what the contract means, and what specs of use cases run on.</summary>
/// <param name="log">The logs that they are of; without them it cannot be said which are behind.</param>
public sealed class InMemoryCheckpointStore(InMemoryEventLog? log = null) : ICheckpointStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedList<long, StoredCheckpoint>> _tenants = [];

    public ValueTask<StoredCheckpoint?> LatestAsync(string tenant, CancellationToken cancellation)
    {
        lock (_gate)
            return ValueTask.FromResult(_tenants.TryGetValue(tenant, out var kept) ? kept.Values[^1] : null);
    }

    public ValueTask<IReadOnlyList<StoredCheckpoint>> ListAsync(string tenant, long afterSize, int limit, CancellationToken cancellation)
    {
        lock (_gate)
        {
            IEnumerable<StoredCheckpoint> kept = _tenants.TryGetValue(tenant, out var all) ? all.Values : [];
            return ValueTask.FromResult<IReadOnlyList<StoredCheckpoint>>([.. kept.Where(checkpoint => checkpoint.Size > afterSize).Take(limit)]);
        }
    }

    public ValueTask<bool> AddAsync(string tenant, StoredCheckpoint checkpoint, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_tenants.TryGetValue(tenant, out var kept))
                _tenants[tenant] = kept = [];
            if (kept.Count > 0 && kept.Keys[^1] >= checkpoint.Size)
                return ValueTask.FromResult(false);
            kept.Add(checkpoint.Size, checkpoint);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<bool> CosignedAsync(string tenant, StoredCheckpoint read, ReadOnlyMemory<byte> note, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_tenants.TryGetValue(tenant, out var kept) || !kept.TryGetValue(read.Size, out var found) || !found.Note.Span.SequenceEqual(read.Note.Span))
                return ValueTask.FromResult(false);
            kept[read.Size] = found with { Note = note };
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<IReadOnlyList<string>> FindBehindAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<string>>(
                [.. (log?.Sizes() ?? []).Where(tenant => tenant.Size > (_tenants.TryGetValue(tenant.Tenant, out var kept) ? kept.Keys[^1] : 0)).Select(tenant => tenant.Tenant)]);
        }
    }
}
