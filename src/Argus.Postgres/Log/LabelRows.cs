using Argus.Domain.Projections;
using Argus.Log;
using Npgsql;

namespace Argus.Postgres.Log;

/// <summary>The labels that a batch of appends puts on its streams, as the columns of one multi-row insert; nothing at all when it has none.</summary>
internal sealed class LabelRows
{
    private List<(int LogId, Guid Label, long Position, string Stream)>? _rows;

    /// <param name="logId">The log of the append that carries it.</param>
    /// <param name="label">What to put on which stream.</param>
    /// <param name="position">Where the append puts its first entry in that stream.</param>
    public void Add(int logId, StreamLabel label, long position) => (_rows ??= []).Add((logId, LabelKey.Of(label.Label), position, label.Stream));

    public void Clear() => _rows?.Clear();

    public void AddTo(NpgsqlBatch writing)
    {
        if (_rows is not { Count: > 0 })
            return;
        writing.BatchCommands.Add(new("insert into argus.stream_labels (log_id, label, position, stream) select * from unnest($1, $2, $3, $4)")
        {
            Parameters =
            {
                new() { Value = _rows.ConvertAll(row => row.LogId) },
                new() { Value = _rows.ConvertAll(row => row.Label) },
                new() { Value = _rows.ConvertAll(row => row.Position) },
                new() { Value = _rows.ConvertAll(row => row.Stream) },
            },
        });
    }
}
