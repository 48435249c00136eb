using Argus.Log;
using Npgsql;

namespace Argus.Postgres.Log;

/// <summary>What a batch of appends writes beside the log: one statement for all its values and one for all its deletions, and none when it has none.</summary>
internal sealed class BesideRows
{
    // By key, because PostgreSQL refuses to touch a row twice in one statement: of several appends to one key, the last admitted wins.
    private Dictionary<(int LogId, string Key), (byte[] Value, DateTimeOffset ForgetAt)>? _rows;

    /// <param name="logId">The log of the append that carries it.</param>
    /// <param name="write">What to write.</param>
    /// <param name="time">The append's commit time.</param>
    public void Put(int logId, BesideWrite write, DateTimeOffset time) =>
        (_rows ??= [])[(logId, write.Key)] = (write.Value.ToArray(), time + write.KeepFor);

    public void Clear() => _rows?.Clear();

    public void AddTo(NpgsqlBatch writing)
    {
        if (_rows is not { Count: > 0 })
            return;
        var values = _rows.Where(row => row.Value.Value.Length > 0).ToArray();
        if (values.Length > 0)
            writing.BatchCommands.Add(Upsert(values));
        if (values.Length < _rows.Count)
            writing.BatchCommands.Add(Delete([.. _rows.Where(row => row.Value.Value.Length == 0).Select(row => row.Key)]));
    }

    private static NpgsqlBatchCommand Upsert(KeyValuePair<(int LogId, string Key), (byte[] Value, DateTimeOffset ForgetAt)>[] rows) => new(
        """
        insert into argus.beside (log_id, key, value, forget_at) select * from unnest($1, $2, $3, $4)
        on conflict (log_id, key) do update set value = excluded.value, forget_at = excluded.forget_at
        """)
    {
        Parameters =
        {
            new() { Value = Array.ConvertAll(rows, row => row.Key.LogId) },
            new() { Value = Array.ConvertAll(rows, row => row.Key.Key) },
            new() { Value = Array.ConvertAll(rows, row => row.Value.Value) },
            new() { Value = Array.ConvertAll(rows, row => row.Value.ForgetAt.UtcDateTime) },
        },
    };

    private static NpgsqlBatchCommand Delete((int LogId, string Key)[] keys) => new(
        "delete from argus.beside b using unnest($1, $2) gone (log_id, key) where b.log_id = gone.log_id and b.key = gone.key")
    {
        Parameters =
        {
            new() { Value = Array.ConvertAll(keys, key => key.LogId) },
            new() { Value = Array.ConvertAll(keys, key => key.Key) },
        },
    };
}
