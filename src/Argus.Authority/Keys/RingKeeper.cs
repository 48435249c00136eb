using Argus.Authority.Grains;
using Argus.Authority.Receipts;
using Argus.Authority.Views;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Keys;

/// <summary>Does to a key ring what its time has come for: hands over to the next key, retires, and destroys the private halves of spent keys.</summary>
public sealed class RingKeeper(Aggregates aggregates, PrivateHalves privateHalves, NextKeyAudience audience, FeedFollower views, TimeProvider clock)
{
    /// <summary>Each step is decided on what the one before left in the log, so that it can be taken up anywhere, by any node.</summary>
    /// <exception cref="CustodyException"/>
    /// <exception cref="LogUnavailableException">The log does not take the word of what was done; it will be done again.</exception>
    public async Task KeepAsync(TenantView tenant, Origin origin)
    {
        var verifiers = await audience.CountAsync(tenant).ConfigureAwait(false);
        if (KeyRingDecider.Advance(tenant.Keys.Ring, tenant.KeyTimes, clock.GetUtcNow(), verifiers).Events.Count > 0)
        {
            var times = await aggregates.ReadKeyTimesAsync(tenant.Id).ConfigureAwait(false);
            var outcome = await aggregates.KeyRings.ExecuteAsync(
                tenant.Id, KeyRingState.Stream, ring => KeyRingDecider.Advance(ring, times, clock.GetUtcNow(), verifiers), origin, CancellationToken.None).ConfigureAwait(false);
            await views.ReachAsync(outcome.Feed, AuthorityOptions.RingReadBackTime).ConfigureAwait(false);
        }

        foreach (var key in tenant.Keys.Ring.Keys.Where(key => key.IsSpent && key.DestroyedAt is null))
        {
            var receipt = await privateHalves.DestroyAsync(tenant.Id, key, origin).ConfigureAwait(false);
            await views.ReachAsync(receipt, AuthorityOptions.RingReadBackTime).ConfigureAwait(false);
        }
    }
}
