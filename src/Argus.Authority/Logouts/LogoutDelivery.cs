using System.Collections.Concurrent;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Logouts;
using Argus.Log;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Logouts;

/// <summary>
/// Tells clients that sessions have ended. What is to be told stands in the log with the session's end, and every node follows it: the node that ended the
/// session begins at once, and any other goes on where a node was lost (<see cref="LogoutSchedule"/>). Waits are measured on each node's own clock, from when it
/// saw the last attempt, so that no node has to trust another's.
/// </summary>
public sealed partial class LogoutDelivery(FeedFollower views, LogoutSender sender, TimeProvider clock, ILogger<LogoutDelivery> logger)
{
    private const int MostAtOnce = 32;

    // A client that takes its time must not keep all others waiting.
    private const int MostAtOnceToClient = 4;
    private static readonly TimeSpan RoundInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<(TenantId, SessionId), long> _own = new();
    private readonly SemaphoreSlim _woken = new(0);
    private Dictionary<LogoutTarget, LogoutWatch> _watches = [];

    /// <summary>This node has ended a session, and is the first to tell of it.</summary>
    /// <param name="tenant">Whose session.</param>
    /// <param name="session">Which.</param>
    /// <param name="feed">The feed number of the entry that says who is to be told.</param>
    public void Begin(TenantId tenant, SessionId session, long feed)
    {
        _own[(tenant, session)] = feed;
        if (_woken.CurrentCount == 0)
            _woken.Release();
    }

    /// <summary>Tells until cancelled. What is under way then is taken up by another node, or by the next start.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var isWoken = await _woken.WaitAsync(RoundInterval, cancellation).ConfigureAwait(false);
                if (isWoken)
                    await SeeOwnAsync().ConfigureAwait(false);
                Round(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Task.WhenAll(_watches.Values.Select(watch => watch.Running)).ConfigureAwait(false);
        }
    }

    /// <summary>One round, and all that it starts.</summary>
    internal async Task SettleAsync()
    {
        Round(CancellationToken.None);
        await Task.WhenAll(_watches.Values.Select(watch => watch.Running)).ConfigureAwait(false);
    }

    /// <summary>What this node has just ended shows in its view a moment later.</summary>
    private async Task SeeOwnAsync()
    {
        try
        {
            await views.ReachAsync(_own.Values.DefaultIfEmpty().Max(), RoundInterval).ConfigureAwait(false);
        }
        catch (LogUnavailableException)
        {
            // The next round looks again.
        }
    }

    private void Round(CancellationToken cancellation)
    {
        var seen = views.Feed;
        var watches = new Dictionary<LogoutTarget, LogoutWatch>();
        foreach (var tenant in views.Directory.Tenants.Where(tenant => tenant.State.Enabled))
        {
            foreach (var logout in tenant.Logouts.All)
            {
                foreach (var (client, made) in logout.Pending)
                    Look(new LogoutTarget(tenant.Id, logout.Session, client), made, watches);
            }
        }

        // Who has been told, or given up on, is not watched any more; but what runs is waited for.
        foreach (var (target, watch) in _watches.Where(entry => !entry.Value.Running.IsCompleted))
            watches.TryAdd(target, watch);
        _watches = watches;
        foreach (var (own, feed) in _own.Where(own => own.Value <= seen))
        {
            if (views.Directory.Find(own.Item1.Value)?.Logouts.Find(own.Item2).Exists != true)
                _own.TryRemove(new(own, feed));
        }

        StartDue(cancellation);
    }

    private void Look(LogoutTarget target, int made, Dictionary<LogoutTarget, LogoutWatch> watches)
    {
        var watch = _watches.GetValueOrDefault(target) ?? new LogoutWatch { Made = -1 };
        if (watch.Made != made)
            (watch.Made, watch.SeenAt) = (made, clock.GetTimestamp());
        watches[target] = watch;
    }

    private bool IsDue(LogoutTarget target, LogoutWatch watch) =>
        watch.Running.IsCompleted && clock.GetElapsedTime(watch.SeenAt) >= watch.Pause(hasEndedSession: _own.ContainsKey((target.Tenant, target.Session)));

    private void StartDue(CancellationToken cancellation)
    {
        var running = new Dictionary<(TenantId, ClientId), int>();
        foreach (var (target, _) in _watches.Where(entry => !entry.Value.Running.IsCompleted))
            running[target.Receiver] = running.GetValueOrDefault(target.Receiver) + 1;
        var free = MostAtOnce - running.Values.Sum();
        foreach (var (target, watch) in _watches)
        {
            var busy = running.GetValueOrDefault(target.Receiver);
            if (free == 0)
                return;
            if (busy >= MostAtOnceToClient || !IsDue(target, watch))
                continue;
            running[target.Receiver] = busy + 1;
            free--;
            Start(target, watch, cancellation);
        }
    }

    private void Start(LogoutTarget target, LogoutWatch watch, CancellationToken cancellation)
    {
        if (views.Directory.Find(target.Tenant.Value) is not { } tenant || tenant.Logouts.Find(target.Session) is not { Exists: true } logout)
            return;

        // Whatever comes of it, the next try is no sooner than the schedule has it.
        watch.SeenAt = clock.GetTimestamp();
        watch.OwnAttempt = watch.Made + 1;
        watch.Running = Task.Run(() => TryAsync(tenant, logout, target, watch, cancellation), CancellationToken.None);
    }

    private async Task TryAsync(TenantView tenant, LogoutState logout, LogoutTarget target, LogoutWatch watch, CancellationToken cancellation)
    {
        try
        {
            if (!await sender.TryAsync(tenant, logout, target.Client, cancellation).ConfigureAwait(false))
                watch.OwnAttempt = 0;
        }
        catch (Exception e) when (e is LogUnavailableException or KeyUnavailableException or OperationCanceledException)
        {
            LogInterrupted(logger, target.Tenant.Value, target.Client.Value, e.Message);
        }
        catch (Exception e)
        {
            LogBroken(logger, e, target.Tenant.Value, target.Client.Value);
        }
    }

    [LoggerMessage(EventId = 150, Level = LogLevel.Warning, Message = "Client {Client} of tenant {Tenant} will be told later that a session ended: {Why}")]
    private static partial void LogInterrupted(ILogger logger, string tenant, string client, string why);

    [LoggerMessage(EventId = 151, Level = LogLevel.Critical, Message = "Client {Client} of tenant {Tenant} cannot be told that a session ended")]
    private static partial void LogBroken(ILogger logger, Exception why, string tenant, string client);
}
