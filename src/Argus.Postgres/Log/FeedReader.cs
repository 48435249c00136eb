using System.Runtime.CompilerServices;
using Argus.Log;
using Npgsql;

namespace Argus.Postgres.Log;

/// <summary>Follows the feed of standing entries on a connection of its own.</summary>
internal sealed class FeedReader(ArgusDatabase database, TimeProvider clock)
{
    private const int PageSize = 1_000;

    public IAsyncEnumerable<FeedPage> FollowAsync(long afterFeed, TimeSpan pollInterval, CancellationToken cancellation) =>
        Reachable(PagesAsync(afterFeed, pollInterval, cancellation));

    private async IAsyncEnumerable<FeedPage> PagesAsync(long afterFeed, TimeSpan pollInterval, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await database.Serving.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using (var listen = new NpgsqlCommand($"listen {AppendTransaction.FeedChannel}", connection))
            await listen.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);

        while (true)
        {
            var readAt = clock.GetTimestamp();
            var entries = await ReadFeedAsync(connection, afterFeed, cancellation).ConfigureAwait(false);
            var caughtUp = entries.Count < PageSize;
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
            $"select {EntryReader.Columns}, l.tenant from argus.events e join argus.logs l using (log_id) where e.feed > $1 order by e.feed limit {PageSize}")
        {
            Parameters = { new() { Value = afterFeed } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellation).ConfigureAwait(false) || reader.GetInt64(0) < afterFeed)
            throw new LogRewoundException($"The log ends before feed number {afterFeed}, which was read from it: an older one has taken its place. Start the node again.");

        var entries = new List<LogEntry>();
        await reader.NextResultAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            entries.Add(EntryReader.Entry(reader, reader.GetString(4)));
        return entries;
    }

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
