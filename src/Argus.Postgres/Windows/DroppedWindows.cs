using Argus.Authority.Archive;

namespace Argus.Postgres.Windows;

/// <summary>Which windows of a log were dropped and not made again, as those who read see it.</summary>
internal sealed class DroppedWindows(ArgusDatabase database, TimeProvider clock)
{
    /// <summary>
    /// Whether a stream that began at a time may lie in a window that was dropped. Of one that cannot the database need not be asked: that is every stream of the
    /// last hour, new ones above all. It holds at a node that has not heard of a drop: the window of the stream ends after the stream began, and nobody drops a
    /// window before it has been over for <see cref="IArchiveStore.LeastAge"/> and a tenant's retention, which is at least an hour more. So far may clocks differ.
    /// </summary>
    public bool MayHave(DateTimeOffset time) => time <= clock.GetUtcNow() - IArchiveStore.LeastAge;

    public ValueTask<IReadOnlyList<DroppedSpan>> OfAsync(string tenant, CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<IReadOnlyList<DroppedSpan>> RunAsync()
        {
            await using var command = database.Serving.CreateCommand(
                """
                select from_time, to_time, first_position, last_position, index_sha256 from argus.archived
                where log_id = (select log_id from argus.logs where tenant = $1) and restored_at is null order by from_time
                """);
            command.Parameters.Add(new() { Value = tenant });
            await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            var dropped = new List<DroppedSpan>();
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                dropped.Add(new DroppedSpan(
                    reader.GetFieldValue<DateTimeOffset>(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2), reader.GetInt64(3),
                    reader.GetFieldValue<byte[]>(4)));
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
/// <param name="IndexSha256">Of the archive's index of them.</param>
internal sealed record DroppedSpan(DateTimeOffset From, DateTimeOffset To, long FirstPosition, long LastPosition, ReadOnlyMemory<byte> IndexSha256);
