using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Log.Tiles;

namespace Argus.Specs.Authority;

/// <summary>The log in memory, with hooks where a real one fails.</summary>
internal sealed class SpecLog(TimeProvider clock) : IEventLog
{
    public static readonly LogUnavailableException Gone = new("The spec took the log away.");

    private readonly InMemoryEventLog _log = new(clock);
    private readonly List<Append> _tried = [];
    private int _sweeps;

    public IReadOnlyList<Append> Tried => _tried;

    /// <summary>Runs before an append reaches the log; what it throws, the caller gets.</summary>
    public Func<Append, Task>? BeforeAppend { get; set; }

    /// <summary>Runs when the append is durable; what it throws, the caller gets instead of the answer.</summary>
    public Action<Append>? AfterAppend { get; set; }

    public Exception? OnRead { get; set; }

    public Exception? OnFollow { get; set; }

    public Exception? OnForget { get; set; }

    /// <summary>How often it was asked to forget what is over beside it.</summary>
    public int Sweeps => Volatile.Read(ref _sweeps);

    public async ValueTask<AppendResult> AppendAsync(Append append, CancellationToken cancellation)
    {
        lock (_tried)
            _tried.Add(append);
        await (BeforeAppend?.Invoke(append) ?? Task.CompletedTask);
        var result = await _log.AppendAsync(append, cancellation);
        AfterAppend?.Invoke(append);
        return result;
    }

    public ValueTask<IReadOnlyList<LogEntry>> ReadStreamAsync(string tenant, string stream, long fromVersion, CancellationToken cancellation) =>
        OnRead is null ? _log.ReadStreamAsync(tenant, stream, fromVersion, cancellation) : throw OnRead;

    public ValueTask<ReadOnlyMemory<byte>?> ReadBesideAsync(string tenant, string key, CancellationToken cancellation) =>
        OnRead is null ? _log.ReadBesideAsync(tenant, key, cancellation) : throw OnRead;

    public ValueTask<int> ForgetBesideAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _sweeps);
        return OnForget is null ? _log.ForgetBesideAsync(cancellation) : throw OnForget;
    }

    public ValueTask<IReadOnlyList<LabelledStream>> FindStreamsAsync(
        string tenant, string label, long? beforePosition, int limit, CancellationToken cancellation) =>
        OnRead is null ? _log.FindStreamsAsync(tenant, label, beforePosition, limit, cancellation) : throw OnRead;

    public IAsyncEnumerable<LogEntry> ReadAsync(string tenant, long fromPosition, CancellationToken cancellation) =>
        ReadAsync(tenant, fromPosition, long.MaxValue, cancellation);

    public IAsyncEnumerable<LogEntry> ReadAsync(string tenant, long fromPosition, long untilPosition, CancellationToken cancellation) =>
        _log.ReadAsync(tenant, fromPosition, untilPosition, cancellation);

    public ValueTask<long> PositionAtAsync(string tenant, DateTimeOffset time, CancellationToken cancellation) => _log.PositionAtAsync(tenant, time, cancellation);

    public async ValueTask<LogHead> ReadHeadAsync(string tenant, CancellationToken cancellation)
    {
        var head = await _log.ReadHeadAsync(tenant, cancellation);
        return OnReadHead is null ? head : OnReadHead(head);
    }

    /// <summary>Changes what the head is said to be.</summary>
    public Func<LogHead, LogHead>? OnReadHead { get; set; }

    /// <summary>Thrown when tiles are to grow.</summary>
    public Exception? OnGrowTiles { get; set; }

    public ValueTask<LogHead?> GrowTilesAsync(string tenant, CancellationToken cancellation) => OnGrowTiles is null ? _log.GrowTilesAsync(tenant, cancellation) : throw OnGrowTiles;

    public ITileSource Tiles(string tenant) => _log.Tiles(tenant);

    public Action<string, long>? Grown
    {
        get => _log.Grown;
        set => _log.Grown = value;
    }

    public Task CheckAppendableAsync(CancellationToken cancellation) => _log.CheckAppendableAsync(cancellation);

    public async IAsyncEnumerable<FeedPage> FollowAsync(
        long afterFeed, TimeSpan pollInterval, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (OnFollow is not null)
            throw OnFollow;
        await foreach (var page in _log.FollowAsync(afterFeed, pollInterval, cancellation))
            yield return OnFollow is null ? page : throw OnFollow;
    }

    /// <summary>Past the hooks.</summary>
    public async Task<AppendResult.Appended> PutAsync(string tenant, string stream, long version, params IDomainEvent[] events)
    {
        NewEntry[] entries = [.. events.Select(@event => EventCodec.Encode(@event, new Origin("spec", "c"))).Select(e => new NewEntry(e.Type, e.TypeVersion, e.Body, e.Standing))];
        return Assert.IsType<AppendResult.Appended>(await _log.AppendAsync(new Append(tenant, new StreamAppend(stream, version, entries)), CancellationToken.None));
    }

    public async Task<List<RecordedEvent>> Events(string tenant = "acme")
    {
        var events = new List<RecordedEvent>();
        await foreach (var entry in _log.ReadAsync(tenant, 0, CancellationToken.None))
            events.Add(EventCodec.Decode(entry.Bytes.Span));
        return events;
    }
}
