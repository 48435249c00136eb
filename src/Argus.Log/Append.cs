namespace Argus.Log;

/// <summary>An event on its way into the log.</summary>
/// <param name="Type">The stable name of its type.</param>
/// <param name="TypeVersion">The version of that type's shape.</param>
/// <param name="Body">
/// Its own members, as a canonical JSON object whose member names all sort before <c>position</c>; the log adds the rest of the envelope behind them.
/// Beyond that the log does not look into it.
/// </param>
/// <param name="Standing">
/// Whether it changes what nodes decide from now on. Standing entries are numbered in the feed that every node follows; the others
/// (issuance, verification) are read on demand.
/// </param>
public sealed record NewEntry(string Type, int TypeVersion, ReadOnlyMemory<byte> Body, bool Standing);

/// <summary>Events for one stream, with the number of events that the decision behind them had seen in it.</summary>
/// <param name="Stream">The stream's name within its tenant's log.</param>
/// <param name="ExpectedVersion">How many events the stream holds if nobody else was faster; 0 for a stream that does not exist yet.</param>
/// <param name="Entries">At least one.</param>
public sealed record StreamAppend(string Stream, long ExpectedVersion, IReadOnlyList<NewEntry> Entries);

/// <summary>One decision's worth of events: all of them enter the tenant's log, next to one another, or none does.</summary>
public sealed record Append
{
    /// <exception cref="ArgumentException">Something in it could not be written; alone it must fail, not with the batch that it joins.</exception>
    public Append(string tenant, params IReadOnlyList<StreamAppend> streams)
    {
        Tenant = tenant;
        Streams = streams;
        if (streams.Count == 0 || streams.Any(stream => stream.Entries.Count == 0))
            throw new ArgumentException("An append without entries says nothing.");
        if (streams.Count > 1 && streams.DistinctBy(stream => stream.Stream).Count() != streams.Count)
            throw new ArgumentException("A stream stands twice in one append: its expected version would be true once at most.");
        foreach (var stream in streams)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(stream.ExpectedVersion);
            foreach (var entry in stream.Entries)
                Envelope.Check(tenant, stream.Stream, entry);
        }
    }

    public string Tenant { get; }

    public IReadOnlyList<StreamAppend> Streams { get; }

    /// <summary>What is written beside the log if, and only if, the append is admitted; no key twice.</summary>
    /// <exception cref="ArgumentException">One of them could not be written.</exception>
    public IReadOnlyList<BesideWrite> Beside
    {
        get;
        init
        {
            BesideWrite.Check(value);
            field = value;
        }
    } = [];

    /// <summary>Where the append, once admitted, has its first entry in one of its streams.</summary>
    /// <param name="stream">One of its streams.</param>
    /// <param name="first">The position of the first entry of all.</param>
    public long FirstPositionIn(string stream, long first) =>
        first + Streams.TakeWhile(appended => appended.Stream != stream).Sum(appended => (long)appended.Entries.Count);

    /// <summary>What the append's streams can be found by from now on, if, and only if, it is admitted; no label twice on a stream.</summary>
    /// <exception cref="ArgumentException">One of them could not be written, or is for a stream that the append does not touch.</exception>
    public IReadOnlyList<StreamLabel> Labels
    {
        get;
        init
        {
            StreamLabel.Check(value, Streams);
            field = value;
        }
    } = [];
}

/// <summary>What became of an append.</summary>
public abstract record AppendResult
{
    private AppendResult()
    {
    }

    /// <summary>Durable. Positions run from <paramref name="FirstPosition"/> on, without gaps.</summary>
    /// <param name="FirstPosition">The position of the first entry in the tenant's log.</param>
    /// <param name="Feed">The feed number of the last standing entry, or null if none was standing.</param>
    /// <param name="CommitTime">The store's time, the same that the entries carry.</param>
    public sealed record Appended(long FirstPosition, long? Feed, DateTimeOffset CommitTime) : AppendResult;

    /// <summary>Somebody was faster: the stream is not at the expected version. Nothing was written and no position taken.</summary>
    public sealed record Conflict(string Stream) : AppendResult;
}

/// <summary>The log could not be reached, or did not answer in time. Whether an append under way became durable is then unknown.</summary>
public sealed class LogUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The log has lost entries that were read from it before, as after a restore of an older backup. What was made of them is true no more.</summary>
public sealed class LogRewoundException(string message) : Exception(message);

/// <summary>What the store holds is not what was appended to it: an entry, a tile or the head was changed.</summary>
public sealed class LogDivergedException(string message) : Exception(message);
