namespace Argus.Authority.Outbound;

/// <summary>
/// What was fetched from outside, kept as long as the other side allows, within bounds. It is fetched when somebody needs it and at no other time; one fetch
/// serves all who wait for it. Where it cannot be fetched anew, the last good value serves for a day more.
/// </summary>
/// <param name="clock">The time.</param>
/// <param name="most">How many values are kept.</param>
internal sealed class RemoteValues<T>(TimeProvider clock, int most = RemoteValues<T>.Most) where T : class
{
    private const int Most = 10_000;

    private static readonly TimeSpan ShortestKept = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UsuallyKept = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestKept = TimeSpan.FromDays(1);
    private static readonly TimeSpan FailureKept = TimeSpan.FromSeconds(5);

    private readonly RecentlyUsed<Entry> _entries = new(most);

    /// <param name="key">Names the value.</param>
    /// <param name="fetch">Fetches it, and how long it may be kept, if that was said. It is not cancelled by those who wait.</param>
    /// <param name="again">Whether what is kept did not do: then it is fetched again, twice a minute at most.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OutboundException">There is no value, not even an old one.</exception>
    public async Task<T> GetAsync(string key, Func<Task<(T Value, TimeSpan? MaxAge)>> fetch, bool again, CancellationToken cancellation)
    {
        var entry = _entries.Of(key);
        Task<T> latest;
        lock (entry.Gate)
        {
            var isFresh = entry.Good is { } good && clock.GetElapsedTime(good.Since) < good.Fresh;
            if (isFresh && !again)
                return entry.Good!.Value;
            if (entry.Latest is null || (entry.Latest.IsCompleted && clock.GetElapsedTime(entry.EndedAt) >= (isFresh ? ShortestKept : FailureKept)))
                entry.Latest = FetchAsync(entry, fetch);
            latest = entry.Latest;
        }

        try
        {
            return await latest.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OutboundException) when (entry.Good is { } old && clock.GetElapsedTime(old.Since) < old.Fresh + LongestKept)
        {
            return old.Value;
        }
    }

    private async Task<T> FetchAsync(Entry entry, Func<Task<(T Value, TimeSpan? MaxAge)>> fetch)
    {
        // The time before it is asked for: the answer may have been under way for a while.
        var since = clock.GetTimestamp();
        try
        {
            var (value, maxAge) = await fetch().ConfigureAwait(false);
            entry.Good = new Kept(value, since, Clamped(maxAge ?? UsuallyKept));
            return value;
        }
        finally
        {
            entry.EndedAt = clock.GetTimestamp();
        }
    }

    private static TimeSpan Clamped(TimeSpan maxAge) => maxAge < ShortestKept ? ShortestKept : maxAge > LongestKept ? LongestKept : maxAge;

    private sealed record Kept(T Value, long Since, TimeSpan Fresh);

    private sealed class Entry
    {
        private Kept? _good;
        private long _endedAt;

        public Lock Gate { get; } = new();

        public Task<T>? Latest { get; set; }

        // The following are written by the fetch, which holds no lock.
        public Kept? Good { get => Volatile.Read(ref _good); set => Volatile.Write(ref _good, value); }

        public long EndedAt { get => Volatile.Read(ref _endedAt); set => Volatile.Write(ref _endedAt, value); }
    }
}
