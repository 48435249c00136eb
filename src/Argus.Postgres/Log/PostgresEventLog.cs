using System.Runtime.CompilerServices;
using Argus.Log;
using Argus.Log.Merkle;
using Argus.Log.Tiles;
using Npgsql;

namespace Argus.Postgres.Log;

/// <summary>The log in PostgreSQL.</summary>
public sealed class PostgresEventLog(ArgusDatabase database, TimeProvider clock) : IEventLog, IAsyncDisposable
{
    private const int FeedPageSize = 1_000;
    private const int LogPageSize = 5_000;
    private const string Columns = "e.position, e.stream_version, e.feed, e.entry";

    private static readonly string PageFrom = $"e.position >= $2 order by e.log_id, e.position limit {LogPageSize}";

    private readonly AppendLoop _appends = new(database.Serving, database.Timeout);
    private readonly BesideTable _beside = new(database);
    private readonly LabelTable _labels = new(database);

    public ValueTask<AppendResult> AppendAsync(Append append, CancellationToken cancellation) => _appends.AppendAsync(append, cancellation);

    public ValueTask DisposeAsync() => _appends.DisposeAsync();

    public ValueTask<IReadOnlyList<LogEntry>> ReadStreamAsync(string tenant, string stream, long fromVersion, CancellationToken cancellation) =>
        database.InTimeAsync(ReadEntriesAsync(
            tenant, "e.stream = $2 and e.stream_version >= $3 order by e.stream_version", [StreamKey.Of(stream), fromVersion], cancellation));

    /// <summary>By bisection: commit times never run back, and need no index of their own.</summary>
    public async ValueTask<long> PositionAtAsync(string tenant, DateTimeOffset time, CancellationToken cancellation)
    {
        var (low, high) = (0L, (await ReadHeadAsync(tenant, cancellation).ConfigureAwait(false)).Size);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var entries = await database.InTimeAsync(ReadEntriesAsync(tenant, "e.position = $2", [middle], cancellation)).ConfigureAwait(false);
            if (entries is not [var entry])
                throw new InvalidDataException($"The log of tenant {tenant} has no entry at position {middle}.");
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

    public async ValueTask<LogHead?> GrowTilesAsync(string tenant, CancellationToken cancellation) => await ReadHeadAsync(tenant, cancellation).ConfigureAwait(false);

    public ITileSource Tiles(string tenant) => new EntryTiles(this, tenant);

    public Task CheckAppendableAsync(CancellationToken cancellation) => _appends.IsRunning
        ? database.InTimeAsync(InsertAndRollBackAsync(cancellation)).AsTask()
        : Task.FromException(new LogUnavailableException("Appends are not taken any more; the node must be started again."));

    /// <summary>Page by page, so that a long read is many short statements, each in time.</summary>
    public async IAsyncEnumerable<LogEntry> ReadAsync(string tenant, long fromPosition, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<LogEntry> page;
        do
        {
            page = await database.InTimeAsync(ReadEntriesAsync(tenant, PageFrom, [fromPosition], cancellation)).ConfigureAwait(false);
            foreach (var entry in page)
                yield return entry;
            fromPosition += page.Count;
        }
        while (page.Count == LogPageSize);
    }

    public IAsyncEnumerable<FeedPage> FollowAsync(long afterFeed, TimeSpan pollInterval, CancellationToken cancellation) =>
        Reachable(FollowFromAsync(afterFeed, pollInterval, cancellation));

    public ValueTask<ReadOnlyMemory<byte>?> ReadBesideAsync(string tenant, string key, CancellationToken cancellation) =>
        _beside.ReadAsync(tenant, key, cancellation);

    public ValueTask<int> ForgetBesideAsync(CancellationToken cancellation) => _beside.ForgetAsync(cancellation);

    public ValueTask<IReadOnlyList<LabelledStream>> FindStreamsAsync(
        string tenant, string label, long? beforePosition, int limit, CancellationToken cancellation) =>
        _labels.FindAsync(tenant, label, beforePosition ?? long.MaxValue, limit, cancellation);

    /// <param name="tenant">Whose log.</param>
    /// <param name="which">The rest of the condition, on $2 and so on, and the order.</param>
    /// <param name="values">What $2 and so on are.</param>
    /// <param name="cancellation">Gives up.</param>
    private async Task<IReadOnlyList<LogEntry>> ReadEntriesAsync(string tenant, string which, object[] values, CancellationToken cancellation)
    {
        // The log's id is found first and on its own, so that the indexes that begin with it serve their order.
        await using var command = database.Serving.CreateCommand(
            $"select {Columns} from argus.events e where e.log_id = (select log_id from argus.logs where tenant = $1) and {which}");
        command.Parameters.Add(new() { Value = tenant });
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var entries = new List<LogEntry>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            entries.Add(Entry(reader, tenant));
        return entries;
    }

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
            "insert into argus.events (log_id, stream_version, position, stream, leaf_hash, entry) values (0, 0, -1, gen_random_uuid(), '', '')",
            connection);
        var inserted = await insert.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        await transaction.RollbackAsync(cancellation).ConfigureAwait(false);
        return inserted;
    }

    private async IAsyncEnumerable<FeedPage> FollowFromAsync(long afterFeed, TimeSpan pollInterval, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await database.Serving.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using (var listen = new NpgsqlCommand($"listen {AppendTransaction.FeedChannel}", connection))
            await listen.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);

        while (true)
        {
            var readAt = clock.GetTimestamp();
            var entries = await ReadFeedAsync(connection, afterFeed, cancellation).ConfigureAwait(false);
            var caughtUp = entries.Count < FeedPageSize;
            yield return new FeedPage(entries, readAt, caughtUp);

            if (entries is [.., { Feed: { } last }])
                afterFeed = last;
            // A notification may be lost with its connection; the poll finds what it would have said.
            if (caughtUp)
                await connection.WaitAsync(pollInterval, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<List<LogEntry>> ReadFeedAsync(NpgsqlConnection connection, long afterFeed, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("select last from argus.feed"));
        batch.BatchCommands.Add(new(
            $"select {Columns}, l.tenant from argus.events e join argus.logs l using (log_id) where e.feed > $1 order by e.feed limit {FeedPageSize}")
        {
            Parameters = { new() { Value = afterFeed } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellation).ConfigureAwait(false) || reader.GetInt64(0) < afterFeed)
            throw new LogRewoundException($"The log ends before feed number {afterFeed}, which was read from it: an older one has taken its place. Start the node again.");

        var entries = new List<LogEntry>();
        await reader.NextResultAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            entries.Add(Entry(reader, reader.GetString(4)));
        return entries;
    }

    private static LogEntry Entry(NpgsqlDataReader reader, string tenant) => new(
        tenant,
        reader.GetInt64(0),
        reader.GetInt32(1),
        reader.IsDBNull(2) ? null : reader.GetInt64(2),
        reader.GetFieldValue<byte[]>(3));

    private static async IAsyncEnumerable<T> Reachable<T>(IAsyncEnumerable<T> reading)
    {
        await using var enumerator = reading.GetAsyncEnumerator();
        while (true)
        {
            try
            {
                if (!await enumerator.MoveNextAsync().ConfigureAwait(false))
                    yield break;
            }
            catch (Exception e) when (PostgresFault.IsUnavailable(e))
            {
                throw PostgresFault.Unavailable(e);
            }

            yield return enumerator.Current;
        }
    }
}
