using Argus.Log;
using Argus.Log.Merkle;
using Npgsql;

namespace Argus.Postgres.Log;

/// <summary>
/// One transaction for many appends, in two round trips. The first locks the logs (in the order of their ids, so that two nodes cannot deadlock) and reads
/// what the decisions must be checked against; the second writes the entries of those that hold, and commits.
/// </summary>
internal sealed class AppendTransaction(NpgsqlConnection connection, LogIds logIds, IReadOnlyList<PendingAppend> batch)
{
    public const string FeedChannel = "argus_feed";

    private readonly Dictionary<string, LogGrowth> _logs = [];
    private readonly Dictionary<(int Log, Guid Stream), long> _versions = [];
    private readonly EntryRows _rows = new();
    private readonly BesideRows _beside = new();
    private readonly LabelRows _labels = new();
    private DateTimeOffset _now;
    private long _feed;

    /// <summary>Whether anything was asked for that a second try might do twice.</summary>
    public bool HasWritten { get; private set; }

    /// <param name="readAllVersions">
    /// Reads the versions of streams that are expected to be new as well. Otherwise the unique index is trusted to tell, and the whole transaction fails with
    /// it; identifiers are fresh, so that it never does in practice.
    /// </param>
    public async Task CommitAsync(bool readAllVersions)
    {
        await logIds.EnsureAsync(connection, batch.Select(pending => pending.Append.Tenant)).ConfigureAwait(false);
        try
        {
            await LockAndReadAsync(readAllVersions).ConfigureAwait(false);
            var results = new AppendResult[batch.Count];
            for (var i = 0; i < batch.Count; i++)
                results[i] = Admit(batch[i].Append);
            HasWritten = true;
            await WriteAndCommitAsync().ConfigureAwait(false);
            for (var i = 0; i < batch.Count; i++)
                batch[i].Complete(results[i]);
        }
        catch (PostgresException e) when (PostgresFault.IsBadData(e))
        {
            // The connection is whole and will be used again; after any other fault it is dropped, and the transaction with it.
            await using var rollback = new NpgsqlCommand("rollback", connection);
            await rollback.ExecuteNonQueryAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Tells of the logs' sizes, after the commit.</summary>
    public void Tell(Action<string, long>? grown)
    {
        if (grown is null || _rows.Count == 0)
            return;
        foreach (var log in _logs.Values)
            grown(log.Tenant, log.Size);
    }

    private async Task LockAndReadAsync(bool readAllVersions)
    {
        _logs.Clear();
        _versions.Clear();
        _rows.Clear();
        _beside.Clear();
        _labels.Clear();
        var standing = CountStanding();
        var (logs, streams) = StreamsToCheck(readAllVersions);

        await using var reading = LockAndRead(standing, logs, streams);
        await using var reader = await reading.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
            ReadLog(reader);
        if (standing > 0 && await reader.NextResultAsync().ConfigureAwait(false) && await reader.ReadAsync().ConfigureAwait(false))
            _feed = reader.GetInt64(0) - standing;
        if (streams.Count > 0 && await reader.NextResultAsync().ConfigureAwait(false))
        {
            while (await reader.ReadAsync().ConfigureAwait(false))
                _versions[(reader.GetInt32(0), reader.GetGuid(1))] = reader.GetInt32(2);
        }
    }

    private NpgsqlBatch LockAndRead(int standing, List<int> logs, List<Guid> streams)
    {
        var reading = new NpgsqlBatch(connection);
        // Said outright: under a stricter default of the database, what was read would be older than the lock.
        reading.BatchCommands.Add(new("begin isolation level read committed"));
        reading.BatchCommands.Add(new(
            "select tenant, size, frontier, last_time, clock_timestamp() from argus.logs where log_id = any($1) order by log_id for update")
        {
            Parameters = { new() { Value = batch.Select(pending => logIds[pending.Append.Tenant]).Distinct().ToArray() } },
        });
        if (standing > 0)
            reading.BatchCommands.Add(new("update argus.feed set last = last + $1 returning last") { Parameters = { new() { Value = (long)standing } } });
        if (streams.Count > 0)
        {
            reading.BatchCommands.Add(new(
                """
                select s.log_id, s.stream,
                       coalesce((select max(e.stream_version) + 1 from argus.events e where e.stream = s.stream and e.log_id = s.log_id), 0)
                from unnest($1, $2) s (log_id, stream)
                """)
            {
                Parameters = { new() { Value = logs.ToArray() }, new() { Value = streams.ToArray() } },
            });
        }

        return reading;
    }

    private void ReadLog(NpgsqlDataReader reader)
    {
        var tenant = reader.GetString(0);
        var frontier = Frontier.FromBytes(reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
        _now = reader.GetFieldValue<DateTimeOffset>(4);
        _logs[tenant] = new LogGrowth(tenant, frontier, reader.GetFieldValue<DateTimeOffset>(3));
    }

    /// <summary>Checks the expected versions, then puts the entries at the next positions. A loser takes none.</summary>
    private AppendResult Admit(Append append)
    {
        var logId = logIds[append.Tenant];
        var keys = new Guid[append.Streams.Count];
        for (var s = 0; s < keys.Length; s++)
        {
            keys[s] = StreamKey.Of(append.Streams[s].Stream);
            if (_versions.GetValueOrDefault((logId, keys[s]), 0) != append.Streams[s].ExpectedVersion)
                return new AppendResult.Conflict(append.Streams[s].Stream);
        }

        var log = _logs[append.Tenant];
        var first = log.Size;
        var time = log.Advance(_now);
        long? lastFeed = null;
        for (var s = 0; s < keys.Length; s++)
        {
            var stream = append.Streams[s];
            for (var i = 0; i < stream.Entries.Count; i++)
            {
                long? feed = stream.Entries[i].Standing ? ++_feed : null;
                lastFeed = feed ?? lastFeed;
                _rows.Add(logId, keys[s], log.Add(stream.Entries[i], stream.Stream, stream.ExpectedVersion + i, feed));
            }

            _versions[(logId, keys[s])] = stream.ExpectedVersion + stream.Entries.Count;
        }

        for (var i = 0; i < append.Beside.Count; i++)
            _beside.Put(logId, append.Beside[i], time);
        for (var i = 0; i < append.Labels.Count; i++)
            _labels.Add(logId, append.Labels[i], append.FirstPositionIn(append.Labels[i].Stream, first));
        return new AppendResult.Appended(first, lastFeed, time);
    }

    private async Task WriteAndCommitAsync()
    {
        await using var writing = new NpgsqlBatch(connection);
        if (_rows.Count > 0)
        {
            writing.BatchCommands.Add(_rows.Insert());
            writing.BatchCommands.Add(Grow([.. _logs.Values]));
            _beside.AddTo(writing);
            _labels.AddTo(writing);
            if (_rows.HasStanding)
                writing.BatchCommands.Add(new($"notify {FeedChannel}"));
        }

        writing.BatchCommands.Add(new("commit"));
        await writing.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private NpgsqlBatchCommand Grow(LogGrowth[] logs) => new(
        """
        update argus.logs l set size = g.size, frontier = g.frontier, last_time = g.last_time
        from unnest($1, $2, $3, $4) g (log_id, size, frontier, last_time) where l.log_id = g.log_id
        """)
    {
        Parameters =
        {
            new() { Value = Array.ConvertAll(logs, log => logIds[log.Tenant]) },
            new() { Value = Array.ConvertAll(logs, log => log.Size) },
            new() { Value = Array.ConvertAll(logs, log => log.Frontier.ToBytes()) },
            new() { Value = Array.ConvertAll(logs, log => log.LastTime.UtcDateTime) },
        },
    };

    private int CountStanding() => batch.Sum(pending => pending.Append.Streams.Sum(stream => stream.Entries.Count(entry => entry.Standing)));

    private (List<int> Logs, List<Guid> Streams) StreamsToCheck(bool all)
    {
        var logs = new List<int>();
        var streams = new List<Guid>();
        foreach (var pending in batch)
        {
            foreach (var stream in pending.Append.Streams)
            {
                if (!all && stream.ExpectedVersion == 0)
                    continue;
                logs.Add(logIds[pending.Append.Tenant]);
                streams.Add(StreamKey.Of(stream.Stream));
            }
        }

        return (logs, streams);
    }
}
