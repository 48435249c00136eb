using System.Runtime.CompilerServices;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Log;

/// <summary>The log in memory: what the contract means, and what specs of use cases run on.</summary>
public sealed class InMemoryEventLog(TimeProvider clock) : IEventLog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LogGrowth> _growth = [];
    private readonly List<LogEntry> _entries = [];
    private readonly List<LogEntry> _feed = [];
    private readonly Dictionary<(string Tenant, string Key), (byte[] Value, DateTimeOffset ForgetAt)> _beside = [];
    private readonly List<(string Tenant, string Label, LabelledStream Found)> _labels = [];
    private readonly InMemoryTiles _tiles = new();
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ValueTask<AppendResult> AppendAsync(Append append, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (var stream in append.Streams)
            {
                if (VersionOf(append.Tenant, stream.Stream) != stream.ExpectedVersion)
                    return ValueTask.FromResult<AppendResult>(new AppendResult.Conflict(stream.Stream));
            }

            if (!_growth.TryGetValue(append.Tenant, out var growth))
                _growth[append.Tenant] = growth = new LogGrowth(append.Tenant, new Frontier(), DateTimeOffset.MinValue);

            var first = growth.Size;
            var time = growth.Advance(clock.GetUtcNow());
            long? lastFeed = null;
            foreach (var stream in append.Streams)
            {
                for (var i = 0; i < stream.Entries.Count; i++)
                {
                    lastFeed = stream.Entries[i].Standing ? _feed.Count + 1 : lastFeed;
                    var grown = growth.Add(stream.Entries[i], stream.Stream, stream.ExpectedVersion + i, stream.Entries[i].Standing ? lastFeed : null);
                    _entries.Add(grown.Entry);
                    if (stream.Entries[i].Standing)
                        _feed.Add(grown.Entry);
                }
            }

            foreach (var write in append.Beside)
                WriteBeside(append.Tenant, write, time);
            foreach (var (stream, label) in append.Labels)
                _labels.Add((append.Tenant, label, new LabelledStream(stream, append.FirstPositionIn(stream, first))));

            _grown.TrySetResult();
            _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Grown?.Invoke(append.Tenant, growth.Size);
            return ValueTask.FromResult<AppendResult>(new AppendResult.Appended(first, lastFeed, time));
        }
    }

    public ValueTask<IReadOnlyList<LogEntry>> ReadStreamAsync(string tenant, string stream, long fromVersion, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<LogEntry>>(
                [.. _entries.Where(entry => entry.Tenant == tenant && entry.Stream == stream && entry.StreamVersion >= fromVersion)]);
        }
    }

    public IAsyncEnumerable<LogEntry> ReadAsync(string tenant, long fromPosition, CancellationToken cancellation) =>
        ReadAsync(tenant, fromPosition, long.MaxValue, cancellation);

    public async IAsyncEnumerable<LogEntry> ReadAsync(
        string tenant, long fromPosition, long untilPosition, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<LogEntry> entries;
        lock (_gate)
            entries = [.. _entries.Where(entry => entry.Tenant == tenant && entry.Position >= fromPosition && entry.Position < untilPosition)];
        foreach (var entry in entries)
            yield return await ValueTask.FromResult(entry).ConfigureAwait(false);
    }

    public ValueTask<long> PositionAtAsync(string tenant, DateTimeOffset time, CancellationToken cancellation)
    {
        lock (_gate)
            return ValueTask.FromResult(_entries.LongCount(entry => entry.Tenant == tenant && entry.Time < time));
    }

    public ValueTask<LogHead> ReadHeadAsync(string tenant, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_growth.TryGetValue(tenant, out var growth)
                ? new LogHead(growth.Size, growth.Frontier.Root())
                : new LogHead(0, MerkleHash.EmptyRoot()));
        }
    }

    public Action<string, long>? Grown { get; set; }

    public ITileSource Tiles(string tenant) => new KeptTiles(this, _tiles, tenant);

    public ValueTask<LogHead?> GrowTilesAsync(string tenant, CancellationToken cancellation) => new TileGrowth(this, _tiles, tenant).GrowAsync(cancellation);

    public Task CheckAppendableAsync(CancellationToken cancellation) => Task.CompletedTask;

    public async IAsyncEnumerable<FeedPage> FollowAsync(long afterFeed, TimeSpan pollInterval, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var readAt = clock.GetTimestamp();
            List<LogEntry> news;
            Task grown;
            lock (_gate)
            {
                news = _feed[(int)Math.Min(afterFeed, _feed.Count)..];
                grown = _grown.Task;
            }

            yield return new FeedPage(news, readAt, CaughtUp: true);
            afterFeed += news.Count;
            await Task.WhenAny(grown, Task.Delay(pollInterval, clock, cancellation)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadBesideAsync(string tenant, string key, CancellationToken cancellation)
    {
        lock (_gate)
        {
            // A null array would become an empty value, not none.
            return ValueTask.FromResult(
                _beside.TryGetValue((tenant, key), out var kept) && kept.ForgetAt > clock.GetUtcNow() ? new ReadOnlyMemory<byte>(kept.Value) : (ReadOnlyMemory<byte>?)null);
        }
    }

    public ValueTask<int> ForgetBesideAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            return ValueTask.FromResult(_beside.Where(kept => kept.Value.ForgetAt <= now).ToList().Count(over => _beside.Remove(over.Key)));
        }
    }

    public ValueTask<IReadOnlyList<LabelledStream>> FindStreamsAsync(
        string tenant, string label, long? beforePosition, int limit, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var found = _labels.Where(l => l.Tenant == tenant && l.Label == label).Select(l => l.Found);
            return ValueTask.FromResult<IReadOnlyList<LabelledStream>>(
                [.. found.Where(f => f.Position < (beforePosition ?? long.MaxValue)).OrderByDescending(f => f.Position).Take(limit)]);
        }
    }

    /// <summary>All logs, and how many entries they have.</summary>
    internal IReadOnlyList<(string Tenant, long Size)> Sizes()
    {
        lock (_gate)
            return [.. _growth.Select(log => (log.Key, log.Value.Size))];
    }

    private void WriteBeside(string tenant, BesideWrite write, DateTimeOffset time)
    {
        if (write.Value.IsEmpty)
            _beside.Remove((tenant, write.Key));
        else
            _beside[(tenant, write.Key)] = (write.Value.ToArray(), time + write.KeepFor);
    }

    private int VersionOf(string tenant, string stream) => _entries.Count(entry => entry.Tenant == tenant && entry.Stream == stream);
}
