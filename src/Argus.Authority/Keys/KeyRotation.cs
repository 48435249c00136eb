using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Log;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Keys;

/// <summary>
/// Moves every key ring on as its time comes. Runs on every node; the log decides who was first. Whatever a crash interrupts, the next round of some node takes
/// up from what the log says.
/// </summary>
public sealed partial class KeyRotation(
    FeedFollower views, RingKeeper keeper, NextKeys nextKeys, PrivateHalves privateHalves, SigningKeys signingKeys, TimeProvider clock, ILogger<KeyRotation> logger)
{
    private static readonly TimeSpan RoundInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _woken = new(0);
    private TimeSpan _pause;

    /// <summary>Does not wait for the next round: somebody has changed a ring.</summary>
    public void Wake()
    {
        // One round sees all that was changed before it; a few too many do no harm.
        if (_woken.CurrentCount == 0)
            _woken.Release();
    }

    /// <summary>Goes round until cancelled. What cannot be done is tried again, less and less often.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await _woken.WaitAsync(RoundInterval + _pause, cancellation).ConfigureAwait(false);
                var isClean = await RoundAsync(cancellation).ConfigureAwait(false);
                _pause = isClean ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Clamp(2 * _pause.TotalSeconds, 1, LongestPause.TotalSeconds));
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What is being made is not waited for: no ring has it yet.
        }
    }

    /// <summary>Does everything that is due now. What goes wrong with one ring, or with one kind of work, does not keep the others waiting.</summary>
    /// <returns>Whether nothing went wrong.</returns>
    public async Task<bool> RoundAsync(CancellationToken cancellation)
    {
        var origin = new Origin("node:key-rotation", $"keys:{Jti.From(Guid.CreateVersion7())}");
        var isClean = await TryAsync(() => KeepAsync(origin, cancellation), cancellation).ConfigureAwait(false);
        isClean &= await TryAsync(() => nextKeys.MakeAsync(origin), cancellation).ConfigureAwait(false);
        return isClean & await TryAsync(() => privateHalves.CheckAsync(views, origin), cancellation).ConfigureAwait(false);
    }

    private async Task KeepAsync(Origin origin, CancellationToken cancellation)
    {
        views.ThrowIfTooOldToIssue();
        signingKeys.Keep((tenant, kid) => views.Directory.Find(tenant.Value)?.Keys.Active?.Kid == kid);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var (failures, defects) = (new List<CustodyException>(), new List<Exception>());
        foreach (var tenant in views.Directory.Tenants.Where(tenant => tenant.KeysDueAt <= now))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                await keeper.KeepAsync(tenant, origin).ConfigureAwait(false);
            }
            catch (CustodyException e)
            {
                failures.Add(new CustodyException($"The keys of tenant {tenant.Id}: {e.Message}", e));
            }
            catch (Exception e) when (e is not LogUnavailableException)
            {
                defects.Add(new InvalidOperationException($"The keys of tenant {tenant.Id}: {e.Message}", e));
            }
        }

        if (defects.Count > 0)
            throw new AggregateException([.. defects, .. failures]);
        if (failures.Count > 0)
            throw CustodyException.Of(failures);
    }

    private async Task<bool> TryAsync(Func<Task> work, CancellationToken cancellation)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is LogUnavailableException or CustodyException)
        {
            LogInterrupted(logger, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // A defect in one ring, or what a provider's client gave up by itself; the others' keys must not grow old over it.
            LogBroken(logger, e);
        }

        return false;
    }

    [LoggerMessage(EventId = 120, Level = LogLevel.Warning, Message = "Key rotation will try again: {Why}")]
    private static partial void LogInterrupted(ILogger logger, string why);

    [LoggerMessage(EventId = 121, Level = LogLevel.Critical, Message = "Key rotation fails for some keys, and will try again")]
    private static partial void LogBroken(ILogger logger, Exception why);
}
