using Argus.Domain.Projections;
using Argus.Log;

namespace Argus.Postgres.Log;

/// <summary>Finds streams by the labels that appends put on them.</summary>
internal sealed class LabelTable(ArgusDatabase database)
{
    public ValueTask<IReadOnlyList<LabelledStream>> FindAsync(
        string tenant, string label, long beforePosition, int limit, CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<IReadOnlyList<LabelledStream>> RunAsync()
        {
            await using var command = database.Serving.CreateCommand(
                """
                select stream, position from argus.stream_labels
                where log_id = (select log_id from argus.logs where tenant = $1) and label = $2 and position < $3
                order by position desc limit $4
                """);
            command.Parameters.Add(new() { Value = tenant });
            command.Parameters.Add(new() { Value = LabelKey.Of(label) });
            command.Parameters.Add(new() { Value = beforePosition });
            command.Parameters.Add(new() { Value = limit });
            await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            var found = new List<LabelledStream>();
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                found.Add(new LabelledStream(reader.GetString(0), reader.GetInt64(1)));
            return found;
        }
    }
}
