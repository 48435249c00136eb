using System.Collections.Concurrent;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Log;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Federation;

/// <summary>
/// Keeps the keys of all peers of all tenants current, in the background. Each peer is read on its own: one that is down, slow or serves garbage is tried less
/// often, and concerns nobody else.
/// </summary>
public sealed partial class PeerKeyRefresh(FeedFollower views, PeerKeyReader reader, TimeProvider clock, ILogger<PeerKeyRefresh> logger) : IPeerKeyRefresh, IDisposable
{
    private const int MostAtOnce = 64;
    private const int MostOfTenant = 16;
    private static readonly TimeSpan RoundInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(TenantId, PeerName), PeerWatch> _watches = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>How this node fares with a peer's document; null if it has not been read yet.</summary>
    public PeerFetching? StateOf(TenantId tenant, PeerName peer) =>
        _watches.GetValueOrDefault((tenant, peer))?.State;

    /// <summary>Reads what is due until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(RoundInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
                Round();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(_watches.Values.Select(watch => watch.Running)).ConfigureAwait(false);
        }
    }

    public async ValueTask<bool> AskAsync(TenantView tenant, PeerState peer)
    {
        if (peer.Settings.JwksUri is not { } uri)
            return false;
        var watch = WatchOf(tenant, peer.Name, uri);
        Task reading;
        lock (watch)
        {
            if (watch.Running.IsCompleted)
            {
                // What is due anyway, the very first time above all, uses up nobody's turn to ask.
                if (_stopping.IsCancellationRequested || !(watch.IsDue(clock) || watch.TryAsk(clock)))
                    return false;
                Start(tenant, peer.Name, watch);
            }

            reading = watch.Running;
        }

        try
        {
            await reading.WaitAsync(LongestWait, clock).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            // It goes on; the next token of that key may find it done.
            return false;
        }
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>One round, and all that it starts.</summary>
    internal async Task SettleAsync()
    {
        Round();
        await Task.WhenAll(_watches.Values.Select(watch => watch.Running)).ConfigureAwait(false);
    }

    private void Round()
    {
        // A token that asks out of turn waits for no place, so that more may be under way than there are places.
        var busy = _watches.Where(watch => !watch.Value.Running.IsCompleted).CountBy(watch => watch.Key.Item1).ToDictionary();
        var free = Math.Max(0, MostAtOnce - busy.Values.Sum());
        foreach (var tenant in views.Directory.Tenants.Where(tenant => tenant is { HasPeers: true, State.Enabled: true }))
            free -= Start(tenant, Math.Clamp(MostOfTenant - busy.GetValueOrDefault(tenant.Id), 0, free));
        Forget();
    }

    /// <summary>What is due of one tenant's peers, as far as there are places: one tenant's slow peers must not take them all.</summary>
    /// <returns>How many were started.</returns>
    private int Start(TenantView tenant, int places)
    {
        var started = 0;
        foreach (var peer in tenant.Peers.Where(peer => peer is { Enabled: true, Settings.JwksUri: not null }))
        {
            var watch = WatchOf(tenant, peer.Name, peer.Settings.JwksUri!);
            lock (watch)
            {
                if (started == places || !watch.IsDue(clock))
                    continue;
                started++;
                Start(tenant, peer.Name, watch);
            }
        }

        return started;
    }

    private PeerWatch WatchOf(TenantView tenant, PeerName peer, string uri) => _watches.AddOrUpdate(
        (tenant.Id, peer), static (_, uri) => new PeerWatch(uri), static (_, known, uri) => known.JwksUri == uri ? known : new PeerWatch(uri), uri);

    /// <summary>A peer that is disabled is read at once when it is trusted again.</summary>
    private void Forget()
    {
        foreach (var (key, watch) in _watches)
        {
            if (watch.Running.IsCompleted && views.Directory.Find(key.Item1.Value)?.Peer(key.Item2) is not { Enabled: true, Settings.JwksUri: not null })
                _watches.TryRemove(new(key, watch));
        }
    }

    private void Start(TenantView tenant, PeerName peer, PeerWatch watch)
    {
        watch.Begin(clock);
        watch.Running = Task.Run(() => ReadAsync(tenant, peer, watch), CancellationToken.None);
    }

    private async Task ReadAsync(TenantView tenant, PeerName peer, PeerWatch watch)
    {
        try
        {
            var reading = await reader.ReadAsync(tenant, peer, watch.JwksUri, _stopping.Token).ConfigureAwait(false);
            if (!watch.End(reading, clock))
                return;
            if (reading.Fault is { } fault)
                LogRefused(logger, peer.Value, tenant.Id.Value, fault);
            else
                LogRead(logger, peer.Value, tenant.Id.Value);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The node stops; another goes on, or the next start.
        }
        catch (LogUnavailableException e)
        {
            LogWaiting(logger, peer.Value, tenant.Id.Value, e.Message);
        }
        catch (Exception e)
        {
            LogBroken(logger, e, peer.Value, tenant.Id.Value);
        }
    }

    [LoggerMessage(EventId = 180, Level = LogLevel.Warning, Message = "The keys of peer {Peer} of tenant {Tenant} cannot be read ({Fault}); those that are known stay for a day at most")]
    private static partial void LogRefused(ILogger logger, string peer, string tenant, string fault);

    [LoggerMessage(EventId = 181, Level = LogLevel.Information, Message = "The keys of peer {Peer} of tenant {Tenant} can be read again")]
    private static partial void LogRead(ILogger logger, string peer, string tenant);

    [LoggerMessage(EventId = 182, Level = LogLevel.Warning, Message = "What was read of peer {Peer} of tenant {Tenant} cannot be told yet: {Why}")]
    private static partial void LogWaiting(ILogger logger, string peer, string tenant, string why);

    [LoggerMessage(EventId = 183, Level = LogLevel.Critical, Message = "The keys of peer {Peer} of tenant {Tenant} cannot be kept current")]
    private static partial void LogBroken(ILogger logger, Exception why, string peer, string tenant);
}

/// <summary>How a node fares with a peer's document.</summary>
/// <param name="LastFetched">When it was last read and taken; null if not since the node's start.</param>
/// <param name="Fault">Why it was not, the last time; null if it was.</param>
public sealed record PeerFetching(DateTimeOffset? LastFetched, string? Fault);
