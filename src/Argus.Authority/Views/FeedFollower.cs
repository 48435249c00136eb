using Argus.Domain.Kernel;
using Argus.Log;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Views;

/// <summary>
/// Feeds the directory from the log's tail and knows how old the node's view is. A view that cannot be read on gets old, and what depends on it refuses.
/// </summary>
public sealed partial class FeedFollower(
    IEventLog log, TenantDirectory directory, AuthorityOptions options, TimeProvider clock, ILogger<FeedFollower> logger)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<(long Feed, TaskCompletionSource Reached)> _waiting = [];
    private long _feed;
    private long _freshAt = -1;
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _nextPage = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _forgotAt = clock.GetTimestamp();

    /// <summary>The view itself.</summary>
    public TenantDirectory Directory => directory;

    /// <summary>The last feed number folded in.</summary>
    public long Feed => Interlocked.Read(ref _feed);

    /// <summary>How long ago the view was last known to miss nothing; <see cref="TimeSpan.MaxValue"/> before the first time.</summary>
    public TimeSpan Age => Interlocked.Read(ref _freshAt) is var at and >= 0 ? clock.GetElapsedTime(at) : TimeSpan.MaxValue;

    /// <summary>Why the log cannot be read on, if it holds something that this program does not understand.</summary>
    public string? Stuck { get; private set; }

    /// <summary>Whoever asks about a token, or looks at what there is, must not be told what has long changed.</summary>
    /// <inheritdoc cref="ThrowIfOlderThan"/>
    public void ThrowIfTooOldToAnswer() => ThrowIfOlderThan(options.MaxStaleness);

    /// <summary>What is issued must not go by clients, resources and keys as they were.</summary>
    /// <inheritdoc cref="ThrowIfOlderThan"/>
    public void ThrowIfTooOldToIssue() => ThrowIfOlderThan(AuthorityOptions.MaxStalenessToIssue);

    /// <summary>Whoever revokes is answered when this node's own view shows it.</summary>
    /// <inheritdoc cref="ThrowIfOlderThan"/>
    public void ThrowIfTooOldToRevoke() => ThrowIfOlderThan(options.AppendTimeout);

    /// <exception cref="LogUnavailableException">The view is older than the bound, or known to miss something that stands in the log.</exception>
    public void ThrowIfOlderThan(TimeSpan bound)
    {
        if (Stuck is { } why)
            throw new LogUnavailableException(why);
        if (Age is var age && age > bound)
            throw new LogUnavailableException($"The node's view of the log is {(age == TimeSpan.MaxValue ? "not there yet" : $"{age.TotalSeconds:0} s old")}.");
    }

    /// <summary>Waits until an entry of this node's own shows in the view, as long as an append may take.</summary>
    /// <inheritdoc cref="ReachAsync(long?, TimeSpan)"/>
    public Task ReachAsync(long? feed) => ReachAsync(feed, options.AppendTimeout);

    /// <summary>Waits until the entry with this feed number shows in the view; null is nothing to wait for.</summary>
    /// <exception cref="LogUnavailableException">It did not within the bound.</exception>
    public async Task ReachAsync(long? feed, TimeSpan bound)
    {
        TaskCompletionSource reached;
        lock (_gate)
        {
            if (feed is not { } number || _feed >= number)
                return;
            reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((number, reached));
        }

        try
        {
            await reached.Task.WaitAsync(bound, clock).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new LogUnavailableException("The entry is durable, but this node cannot read it back yet.", e);
        }
    }

    /// <summary>Waits for what the feed says next, if only that there is nothing new.</summary>
    /// <exception cref="LogUnavailableException">It said nothing within the bound.</exception>
    public async Task NextPageAsync(TimeSpan bound)
    {
        try
        {
            await Volatile.Read(ref _nextPage).Task.WaitAsync(bound, clock).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new LogUnavailableException("The log's feed is silent.", e);
        }
    }

    /// <summary>The same, as long as an append may take.</summary>
    /// <inheritdoc cref="NextPageAsync(TimeSpan)"/>
    public Task NextPageAsync() => NextPageAsync(options.AppendTimeout);

    /// <summary>Waits until the view is known to miss nothing of what stands in the log now, as long as an append may take.</summary>
    /// <exception cref="LogUnavailableException">It misses something, as far as is known.</exception>
    public async Task RefreshAsync()
    {
        var now = clock.GetTimestamp();
        while (Interlocked.Read(ref _freshAt) < now)
        {
            if (clock.GetElapsedTime(now) > options.AppendTimeout)
                throw new LogUnavailableException("The log cannot be read to its end.");
            await NextPageAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the view has seen the end of the feed once.</summary>
    /// <exception cref="LogUnavailableException">It did not within the bound, or cannot.</exception>
    public async Task CatchUpAsync(TimeSpan bound)
    {
        try
        {
            await _caughtUp.Task.WaitAsync(bound, clock).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new LogUnavailableException("The log cannot be read to its end.", e);
        }
    }

    /// <summary>Follows the feed until cancelled, through every outage of the log.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await foreach (var page in log.FollowAsync(Feed, PollInterval, cancellation).ConfigureAwait(false))
                    Fold(page);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (LogUnavailableException e)
            {
                LogLost(logger, e.Message, Age);
                await Task.Delay(RetryInterval, clock, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // What cannot be folded now cannot be folded later. It may be a revocation: nothing is answered from here on that it could change.
                Stuck = e.Message;
                _caughtUp.TrySetException(new LogUnavailableException(e.Message, e));
                LogStuck(logger, e, Feed);
                return;
            }
        }
    }

    private void Fold(FeedPage page)
    {
        foreach (var entry in page.Entries)
        {
            directory.Apply(EventCodec.Decode(entry.Bytes.Span));
            Interlocked.Exchange(ref _feed, entry.Feed ?? throw new UnreadableEventException("An entry of the feed has no feed number."));
        }

        if (page.CaughtUp)
        {
            Interlocked.Exchange(ref _freshAt, page.ReadAt);
            _caughtUp.TrySetResult();
        }

        ReleaseWaiting();
        Interlocked.Exchange(ref _nextPage, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        ForgetExpired();
    }

    private void ReleaseWaiting()
    {
        lock (_gate)
        {
            foreach (var (_, reached) in _waiting.Where(waiting => waiting.Feed <= _feed))
                reached.TrySetResult();
            _waiting.RemoveAll(waiting => waiting.Feed <= _feed);
        }
    }

    private void ForgetExpired()
    {
        if (clock.GetElapsedTime(_forgotAt) < ForgetInterval)
            return;
        _forgotAt = clock.GetTimestamp();
        foreach (var tenant in directory.Tenants)
            tenant.Forget(clock.GetUtcNow() - ForgetInterval);
    }

    [LoggerMessage(EventId = 100, Level = LogLevel.Warning, Message = "The log's feed is lost: {Why} The view is {Age} old")]
    private static partial void LogLost(ILogger logger, string why, TimeSpan age);

    [LoggerMessage(EventId = 101, Level = LogLevel.Critical, Message = "The log cannot be read on after feed number {Feed}; this node will answer no more")]
    private static partial void LogStuck(ILogger logger, Exception why, long feed);
}
