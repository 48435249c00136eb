using Argus.Authority.Archive;
using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Log.Archives;
using Argus.Log.Merkle;
using Argus.Log.Tiles;
using Npgsql;

namespace Argus.Postgres.Log;

/// <summary>The log in PostgreSQL.</summary>
/// <param name="database">Where it is.</param>
/// <param name="clock">What time it is.</param>
/// <param name="archive">Where windows that were dropped can be read; null: nowhere.</param>
public sealed class PostgresEventLog(ArgusDatabase database, TimeProvider clock, LogArchive? archive = null) : IEventLog, IArchivedLog, IAsyncDisposable
{
    private readonly AppendLoop _appends = new(database.Serving, database.Timeout);
    private readonly BesideTable _beside = new(database);
    private readonly LabelTable _labels = new(database);
    private readonly EntryReader _entries = new(database, archive ?? new LogArchive(null), clock);
    private readonly FeedReader _feed = new(database, clock);
    private readonly TileTable _tiles = new(database);

    public ValueTask<AppendResult> AppendAsync(Append append, CancellationToken cancellation) => _appends.AppendAsync(append, cancellation);

    public ValueTask DisposeAsync() => _appends.DisposeAsync();

    public ValueTask<IReadOnlyList<LogEntry>> ReadStreamAsync(string tenant, string stream, long fromVersion, CancellationToken cancellation) =>
        _entries.StreamAsync(tenant, stream, fromVersion, cancellation);

    /// <summary>By bisection: commit times never run back, and need no index of their own.</summary>
    public async ValueTask<long> PositionAtAsync(string tenant, DateTimeOffset time, CancellationToken cancellation)
    {
        var (low, high) = (0L, (await ReadHeadAsync(tenant, cancellation).ConfigureAwait(false)).Size);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var entry = await _entries.AtAsync(tenant, middle, cancellation).ConfigureAwait(false);
            (low, high) = entry.Time < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public ValueTask<LogHead> ReadHeadAsync(string tenant, CancellationToken cancellation) => database.InTimeAsync(ReadFrontierAsync(tenant, cancellation));

    public Action<string, long>? Grown
    {
        get => _appends.Grown;
        set => _appends.Grown = value;
    }

    public ITileSource Tiles(string tenant) => new KeptTiles(this, _tiles, tenant);

    public ValueTask<LogHead?> GrowTilesAsync(string tenant, CancellationToken cancellation) => new TileGrowth(this, _tiles, tenant).GrowAsync(cancellation);

    public Task CheckAppendableAsync(CancellationToken cancellation) => _appends.IsRunning
        ? database.InTimeAsync(InsertAndRollBackAsync(cancellation)).AsTask()
        : Task.FromException(new LogUnavailableException("Appends are not taken any more; the node must be started again."));

    public IAsyncEnumerable<LogEntry> ReadAsync(string tenant, long fromPosition, CancellationToken cancellation) =>
        ReadAsync(tenant, fromPosition, long.MaxValue, cancellation);

    public IAsyncEnumerable<LogEntry> ReadAsync(string tenant, long fromPosition, long untilPosition, CancellationToken cancellation) =>
        _entries.RangeAsync(tenant, fromPosition, untilPosition, cancellation);

    public ValueTask<IReadOnlyList<LogEntry>> ReadArchivedAsync(string tenant, IReadOnlyList<long> positions, CancellationToken cancellation) =>
        _entries.ArchivedAsync(tenant, positions, cancellation);

    public IAsyncEnumerable<FeedPage> FollowAsync(long afterFeed, TimeSpan pollInterval, CancellationToken cancellation) =>
        _feed.FollowAsync(afterFeed, pollInterval, cancellation);

    public ValueTask<ReadOnlyMemory<byte>?> ReadBesideAsync(string tenant, string key, CancellationToken cancellation) =>
        _beside.ReadAsync(tenant, key, cancellation);

    public ValueTask<int> ForgetBesideAsync(CancellationToken cancellation) => _beside.ForgetAsync(cancellation);

    public ValueTask<IReadOnlyList<LabelledStream>> FindStreamsAsync(
        string tenant, string label, long? beforePosition, int limit, CancellationToken cancellation) =>
        _labels.FindAsync(tenant, label, beforePosition ?? long.MaxValue, limit, cancellation);

    private async Task<LogHead> ReadFrontierAsync(string tenant, CancellationToken cancellation)
    {
        await using var command = database.Serving.CreateCommand("select size, frontier from argus.logs where tenant = $1");
        command.Parameters.Add(new() { Value = tenant });
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellation).ConfigureAwait(false))
            return new LogHead(0, MerkleHash.EmptyRoot());
        var frontier = Frontier.FromBytes(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
        return new LogHead(frontier.Size, frontier.Root());
    }

    private async Task<int> InsertAndRollBackAsync(CancellationToken cancellation)
    {
        await using var connection = await database.Serving.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var insert = new NpgsqlCommand(
            // Where a token of this moment would go.
            "insert into argus.events (log_id, stream_version, position, stream, entry) values (0, 0, -1, $1, '')",
            connection)
        {
            Parameters = { new() { Value = StreamKey.Of($"token:{Jti.From(Guid.CreateVersion7(clock.GetUtcNow()))}") } },
        };
        var inserted = await insert.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        await transaction.RollbackAsync(cancellation).ConfigureAwait(false);
        return inserted;
    }
}
