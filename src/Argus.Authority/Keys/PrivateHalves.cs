using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Log;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Keys;

/// <summary>
/// Sees to it that the private halves at rest are those of keys that are to sign, and no others: destroys those of spent keys, with a receipt in the log,
/// discards those that a crash left on the way to a ring, and wraps the rest anew when the key-encryption key changes.
/// </summary>
public sealed partial class PrivateHalves(
    Aggregates aggregates, KeyCustodies custodies, IPrivateKeyStore store, TimeProvider clock, ILogger<PrivateHalves> logger)
{
    /// <summary>No intake takes longer between storing a private half and the log's word on it.</summary>
    private static readonly TimeSpan LongestIntake = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMinutes(10);

    /// <summary>So many in a row say that the provider is away; fewer, that some keys are broken, which is no reason to leave the others as they are.</summary>
    private const int MostFailuresInARow = 10;

    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(5);

    private long? _lookedAt;
    private long? _checkedAt;
    private string? _wrappingKey;

    /// <summary>Destroys the private half of a key that will never sign again. Each step can be done again: a crash between any two loses nothing.</summary>
    /// <returns>The feed number of the receipt, or null if it is on record already.</returns>
    /// <exception cref="CustodyException"/>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<long?> DestroyAsync(TenantId tenant, SigningKeyState key, Origin origin)
    {
        if (await store.FindAsync(tenant, key.Kid, CancellationToken.None).ConfigureAwait(false) is { } stored)
        {
            if (!IsTurnOfThisNode(key, custodies.Of(stored.Custody)))
                return null;
            await RemoveAsync(stored).ConfigureAwait(false);
        }

        var outcome = await aggregates.KeyRings.ExecuteAsync(
            tenant, KeyRingState.Stream, ring => KeyRingDecider.ConfirmDestroyed(ring, key.Kid, clock.GetUtcNow()), origin, CancellationToken.None).ConfigureAwait(false);
        return outcome.Appended?.Feed;
    }

    /// <summary>
    /// Goes through all that is stored, now and then, and when the key-encryption key is another one. The view says which keys the log knows, and must be fresh.
    /// </summary>
    /// <exception cref="CustodyException"/>
    /// <exception cref="LogUnavailableException"/>
    public async Task CheckAsync(FeedFollower views, Origin origin)
    {
        if (_lookedAt is { } lookedAt && clock.GetElapsedTime(lookedAt) < LookInterval)
            return;
        _lookedAt = clock.GetTimestamp();
        var wrappingKey = await custodies.Current.WrappingKeyAsync(CancellationToken.None).ConfigureAwait(false);
        if (_checkedAt is { } checkedAt && clock.GetElapsedTime(checkedAt) < CheckInterval && wrappingKey == _wrappingKey)
            return;

        views.ThrowIfTooOldToIssue();
        var (wrapped, rewrapped) = await CheckAllAsync(views, wrappingKey, origin).ConfigureAwait(false);
        if (wrappingKey is not null && (rewrapped > 0 || wrappingKey != _wrappingKey))
            LogWrapped(logger, wrapped, custodies.Current.Name, wrappingKey, rewrapped);
        _wrappingKey = wrappingKey;
        _checkedAt = clock.GetTimestamp();
    }

    /// <returns>How many are wrapped by the key-encryption key, and how many of them only now.</returns>
    /// <exception cref="CustodyException">Not all could be seen to; those that could were.</exception>
    private async Task<(int Wrapped, int Rewrapped)> CheckAllAsync(FeedFollower views, string? wrappingKey, Origin origin)
    {
        var (wrapped, rewrapped, inARow) = (0, 0, 0);
        var failures = new List<CustodyException>();
        await foreach (var stored in store.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            try
            {
                var tenant = views.Directory.Find(stored.Tenant.Value);
                if (tenant?.Keys.Ring.Find(stored.Kid) is null && tenant?.LogKeys.Spans.Active?.Key.Kid != stored.Kid)
                {
                    if (stored.Age > LongestIntake)
                        await DiscardAsync(stored, views).ConfigureAwait(false);
                }
                else if (wrappingKey is not null && stored.Custody == custodies.Current.Name)
                {
                    rewrapped += await RewrapAsync(stored, wrappingKey, origin).ConfigureAwait(false) ? 1 : 0;
                    wrapped++;
                }

                inARow = 0;
            }
            catch (CustodyException e)
            {
                failures.Add(new CustodyException($"Key {stored.Kid} of tenant {stored.Tenant}: {e.Message}", e));
                if (++inARow == MostFailuresInARow)
                    break;
            }
        }

        return failures.Count == 0 ? (wrapped, rewrapped) : throw CustodyException.Of(failures);
    }

    /// <returns>False if it was under that key-encryption key already, by this node's doing or another's.</returns>
    private async ValueTask<bool> RewrapAsync(StoredKey stored, string wrappingKey, Origin origin)
    {
        var custody = custodies.Current;
        if (await custody.RewrapAsync(stored.Tenant, stored.Kid, stored.Handle, CancellationToken.None).ConfigureAwait(false) is not { } handle)
            return false;

        // Has it been changed since this round began, the next one wraps the key, and says by what.
        if (await custody.WrappingKeyAsync(CancellationToken.None).ConfigureAwait(false) != wrappingKey
            || !await store.ReplaceAsync(stored, handle, CancellationToken.None).ConfigureAwait(false))
            return false;

        var rewrapped = new PrivateKeyRewrapped(clock.GetUtcNow().ToUnixTimeSeconds(), custody.Name, stored.Kid, wrappingKey);
        var stream = $"key-wrapping:{stored.Kid}:{Jti.From(Guid.CreateVersion7())}";
        await aggregates.RecordAsync(stored.Tenant, stream, rewrapped, origin).ConfigureAwait(false);
        return true;
    }

    private async ValueTask DiscardAsync(StoredKey stored, FeedFollower views)
    {
        // Going through everything takes its time. A view that has got old meanwhile may not know of the key yet.
        views.ThrowIfTooOldToIssue();
        await RemoveAsync(stored).ConfigureAwait(false);
        LogDiscarded(logger, stored.Kid, stored.Tenant, stored.Age);
    }

    /// <summary>
    /// Nodes that destroy the same object in an HSM at once would make one of them doubt that it sees the HSM at all. So each waits a while of its own: a process
    /// hashes names in its own way.
    /// </summary>
    private bool IsTurnOfThisNode(SigningKeyState key, IKeyCustody custody) => !custody.SignsElsewhere
        || clock.GetUtcNow().ToUnixTimeMilliseconds() - 1_000 * key.SpentAt >= (uint)key.Kid.GetHashCode() % MostPatience.TotalMilliseconds;

    private async ValueTask RemoveAsync(StoredKey stored)
    {
        await custodies.Of(stored.Custody).DestroyAsync(stored.Tenant, stored.Kid, stored.Handle, CancellationToken.None).ConfigureAwait(false);
        await store.DeleteAsync(stored.Tenant, stored.Kid, CancellationToken.None).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 130, Level = LogLevel.Warning, Message = "Discarded a private half that never came into a ring: key {Kid} of tenant {Tenant}, stored for {Age}")]
    private static partial void LogDiscarded(ILogger logger, Kid kid, TenantId tenant, TimeSpan age);

    [LoggerMessage(EventId = 131, Level = LogLevel.Information, Message =
        "All {Count} private halves in the custody of {Custody} are wrapped by its key-encryption key {WrappingKey}; this node has just wrapped {Rewrapped} of them anew")]
    private static partial void LogWrapped(ILogger logger, int count, string custody, string wrappingKey, int rewrapped);
}
