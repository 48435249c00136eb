namespace Argus.Postgres.Windows;

/// <summary>Which windows of a log were dropped and not made again, as those who read see it.</summary>
internal sealed class DroppedWindows(ArgusDatabase database)
{
    public ValueTask<IReadOnlyList<DroppedSpan>> OfAsync(string tenant, CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<IReadOnlyList<DroppedSpan>> RunAsync()
        {
            await using var command = database.Serving.CreateCommand(
                """
                select from_time, to_time, first_position, last_position from argus.archived
                where log_id = (select log_id from argus.logs where tenant = $1) and restored_at is null order by from_time
                """);
            command.Parameters.Add(new() { Value = tenant });
            await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            var dropped = new List<DroppedSpan>();
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                dropped.Add(new DroppedSpan(
                    reader.GetFieldValue<DateTimeOffset>(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2), reader.GetInt64(3)));
            }

            return dropped;
        }
    }
}

/// <summary>A window of one log that was dropped.</summary>
/// <param name="From">When it begins.</param>
/// <param name="To">When the next begins.</param>
/// <param name="FirstPosition">Of its entries.</param>
/// <param name="LastPosition">Of its entries; between the two stand others too.</param>
internal sealed record DroppedSpan(DateTimeOffset From, DateTimeOffset To, long FirstPosition, long LastPosition);
