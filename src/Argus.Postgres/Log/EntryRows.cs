using Argus.Log;
using Npgsql;

namespace Argus.Postgres.Log;

/// <summary>Entries as the columns of one multi-row insert.</summary>
internal sealed class EntryRows
{
    private readonly List<int> _logIds = [];
    private readonly List<int> _streamVersions = [];
    private readonly List<long> _positions = [];
    private readonly List<long?> _feeds = [];
    private readonly List<Guid> _streams = [];
    private readonly List<byte[]> _entries = [];

    public int Count => _logIds.Count;

    public bool HasStanding { get; private set; }

    public void Add(int logId, Guid streamKey, LogGrowth.Grown grown)
    {
        _logIds.Add(logId);
        _streamVersions.Add((int)grown.Entry.StreamVersion);
        _positions.Add(grown.Entry.Position);
        _feeds.Add(grown.Entry.Feed);
        _streams.Add(streamKey);
        _entries.Add(grown.Bytes);
        HasStanding |= grown.Entry.Feed is not null;
    }

    public void Clear()
    {
        _logIds.Clear();
        _streamVersions.Clear();
        _positions.Clear();
        _feeds.Clear();
        _streams.Clear();
        _entries.Clear();
        HasStanding = false;
    }

    public NpgsqlBatchCommand Insert() => new(
        """
        insert into argus.events (log_id, stream_version, position, feed, stream, entry)
        select * from unnest($1, $2, $3, $4, $5, $6)
        """)
    {
        Parameters =
        {
            new() { Value = _logIds },
            new() { Value = _streamVersions },
            new() { Value = _positions },
            new() { Value = _feeds },
            new() { Value = _streams },
            new() { Value = _entries },
        },
    };
}
