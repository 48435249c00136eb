using Argus.Log.Tiles;

namespace Argus.Log;

/// <summary>
/// The append-only log of every tenant. One contract suite runs on each implementation.
/// Every method throws <see cref="LogUnavailableException"/> when the store cannot be reached in time.
/// </summary>
public interface IEventLog
{
    /// <summary>
    /// Makes the append durable, or says that another was faster. Cancelling gives up the wait, not the append:
    /// what is already under way finishes.
    /// </summary>
    ValueTask<AppendResult> AppendAsync(Append append, CancellationToken cancellation);

    /// <summary>A stream's entries from a version on, in order; empty for a stream that does not exist or does not reach so far.</summary>
    ValueTask<IReadOnlyList<LogEntry>> ReadStreamAsync(string tenant, string stream, long fromVersion, CancellationToken cancellation);

    /// <summary>A tenant's entries from a position on, in order, up to another that is not read any more, or to the head as it is when the reading begins.</summary>
    /// <exception cref="InvalidDataException">An entry before the head is not there.</exception>
    IAsyncEnumerable<LogEntry> ReadAsync(string tenant, long fromPosition, long untilPosition, CancellationToken cancellation);

    /// <summary>A tenant's entries from a position to the head, in order.</summary>
    IAsyncEnumerable<LogEntry> ReadAsync(string tenant, long fromPosition, CancellationToken cancellation);

    /// <summary>
    /// The position of the tenant's first entry committed at or after a time; the head's size if there is none yet. Commit times never run back.
    /// </summary>
    ValueTask<long> PositionAtAsync(string tenant, DateTimeOffset time, CancellationToken cancellation);

    /// <summary>The tenant's head; size 0 for a log that does not exist.</summary>
    ValueTask<LogHead> ReadHeadAsync(string tenant, CancellationToken cancellation);

    /// <summary>The tiles of the tenant's log: hashes and entries, up to its head.</summary>
    ITileSource Tiles(string tenant);

    /// <summary>
    /// Keeps the hash tiles that have become full, of all levels, in order; a call does a bounded piece of the work. Whoever signs a checkpoint calls it first,
    /// and signs the head that it answers.
    /// </summary>
    /// <returns>A head to which all tiles lead, by their hashes; null while there is more to do: call again.</returns>
    /// <exception cref="LogDivergedException">The entries, or the tiles that were made of them before, do not lead to the head. Nothing is kept of what was found.</exception>
    ValueTask<LogHead?> GrowTilesAsync(string tenant, CancellationToken cancellation);

    /// <summary>
    /// Told of what this process has appended, once it is durable: the tenant, and the size of its log then. Called between appends: it must be quick, and not throw.
    /// </summary>
    Action<string, long>? Grown { get; set; }

    /// <summary>Makes sure that an append would be taken now, by doing everything of one but the commit.</summary>
    Task CheckAppendableAsync(CancellationToken cancellation);

    /// <summary>
    /// Follows the feed of standing entries of all tenants. Yields a page whenever there is something new and, when there is not, an empty one at least
    /// every <paramref name="pollInterval"/>: an empty page says that, when its read began, nothing was missing. Ends with the exception that broke it,
    /// <see cref="LogRewoundException"/> among them.
    /// </summary>
    IAsyncEnumerable<FeedPage> FollowAsync(long afterFeed, TimeSpan pollInterval, CancellationToken cancellation);

    /// <summary>What an append wrote beside the log; null if there is nothing, or its time is over by the clock that stamps the entries.</summary>
    ValueTask<ReadOnlyMemory<byte>?> ReadBesideAsync(string tenant, string key, CancellationToken cancellation);

    /// <summary>Deletes what is over beside the log, of all tenants. Nobody could read it any more; this is for its room, and for what it said.</summary>
    /// <returns>How many values were deleted.</returns>
    ValueTask<int> ForgetBesideAsync(CancellationToken cancellation);

    /// <summary>
    /// The tenant's streams that bear a label, newest first; a stream stands there once for each append that put the label on it. The next page begins
    /// before the position of the last one of this page.
    /// </summary>
    /// <param name="tenant">Whose streams.</param>
    /// <param name="label">The whole label.</param>
    /// <param name="beforePosition">Only those that were labelled before this position; null: all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<IReadOnlyList<LabelledStream>> FindStreamsAsync(
        string tenant, string label, long? beforePosition, int limit, CancellationToken cancellation);
}

/// <summary>Short forms of what the log can do.</summary>
public static class EventLogReading
{
    /// <summary>A stream's entries in order; empty for one that does not exist.</summary>
    public static ValueTask<IReadOnlyList<LogEntry>> ReadStreamAsync(this IEventLog log, string tenant, string stream, CancellationToken cancellation) =>
        log.ReadStreamAsync(tenant, stream, fromVersion: 0, cancellation);
}

/// <summary>What a read of the feed found.</summary>
/// <param name="Entries">In feed order, per tenant also in position order. May be empty.</param>
/// <param name="ReadAt">A <see cref="TimeProvider"/> timestamp of the moment before the read began.</param>
/// <param name="CaughtUp">Whether the end of the feed was reached.</param>
public sealed record FeedPage(IReadOnlyList<LogEntry> Entries, long ReadAt, bool CaughtUp);
