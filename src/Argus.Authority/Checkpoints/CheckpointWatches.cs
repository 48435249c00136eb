using System.Collections.Concurrent;
using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Log.Checkpoints;

namespace Argus.Authority.Checkpoints;

/// <summary>
/// Which logs have entries that no checkpoint covers. A node follows its own appends, so a log where nothing happens costs nothing; what a node left behind
/// when it was lost is found by one look at all logs, now and then.
/// </summary>
public sealed class CheckpointWatches
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, CheckpointWatch> _watches = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _woken = new(0);
    private readonly ICheckpointStore _checkpoints;
    private readonly CheckpointOptions _options;
    private readonly TimeProvider _clock;
    private long? _lookedAt;

    public CheckpointWatches(IEventLog log, ICheckpointStore checkpoints, CheckpointOptions options, TimeProvider clock)
    {
        _checkpoints = checkpoints;
        _options = options;
        _clock = clock;
        log.Grown = Grown;
    }

    /// <summary>The logs whose heads are not signed, and why.</summary>
    public IEnumerable<(TenantId Tenant, CheckpointOutcome.Refused Why)> Refused =>
        _watches.Values.Where(watch => watch.Refused is not null).Select(watch => (watch.Tenant, watch.Refused!));

    /// <summary>Returns after a while, or when many entries have come at once.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellation) => _woken.WaitAsync(longest, cancellation);

    internal CheckpointWatch Of(TenantId tenant) => _watches.GetOrAdd(tenant.Value, static (_, tenant) => new CheckpointWatch(tenant), tenant);

    /// <summary>The logs whose turn it is; with <paramref name="all"/>, every one that has anything to cover.</summary>
    internal IEnumerable<CheckpointWatch> Due(bool all = false)
    {
        var now = _clock.GetTimestamp();
        return _watches.Values.Where(watch => watch.Uncovered > 0 && (all || (now >= watch.NotBefore && IsDue(watch, now))));
    }

    /// <summary>Whether the head is to be signed when that is the latest checkpoint: another node may have signed while this one waited.</summary>
    internal bool IsDue(StoredCheckpoint? latest, long size) =>
        latest is null || size - latest.Size >= _options.Entries || _clock.GetUtcNow() - latest.SignedAt >= _options.Period;

    /// <summary>Looks at all logs, if that was not done lately.</summary>
    /// <exception cref="LogUnavailableException"/>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        if (_lookedAt is { } at && _clock.GetElapsedTime(at) < LookInterval)
            return;
        foreach (var name in await _checkpoints.FindBehindAsync(cancellation).ConfigureAwait(false))
        {
            if (TenantId.TryParse(name, out var tenant))
                Of(tenant).Suspect(_clock.GetTimestamp());
        }

        _lookedAt = _clock.GetTimestamp();
    }

    private bool IsDue(CheckpointWatch watch, long now) =>
        watch.Uncovered >= _options.Entries || (watch.Since < now && _clock.GetElapsedTime(watch.Since, now) >= _options.Period);

    private void Grown(string name, long size)
    {
        if (!_watches.TryGetValue(name, out var watch))
        {
            if (!TenantId.TryParse(name, out var tenant))
                return;
            watch = Of(tenant);
        }

        watch.Grow(size, _clock.GetTimestamp());
        if (watch.Uncovered >= _options.Entries && watch.Refused is null && _woken.CurrentCount == 0)
            _woken.Release();
    }
}
