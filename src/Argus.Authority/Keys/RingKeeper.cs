using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Keys;

/// <summary>Does to a key ring what its time has come for: hands over to the next key, retires, and destroys the private halves of spent keys.</summary>
public sealed class RingKeeper(Aggregates aggregates, PrivateHalves privateHalves, FeedFollower views, TimeProvider clock)
{
    private static readonly TimeSpan ReadBackTime = TimeSpan.FromSeconds(10);

    /// <summary>Each step is decided on what the one before left in the log, so that it can be taken up anywhere, by any node.</summary>
    /// <exception cref="CustodyException"/>
    /// <exception cref="LogUnavailableException">The log does not take the word of what was done; it will be done again.</exception>
    public async Task KeepAsync(TenantView tenant, Origin origin)
    {
        if (Advance(tenant.Keys.Ring).Events.Count > 0)
        {
            var outcome = await aggregates.KeyRings.ExecuteAsync(tenant.Id, KeyRingState.Stream, Advance, origin, CancellationToken.None).ConfigureAwait(false);
            await ReachAsync(outcome.Feed).ConfigureAwait(false);
        }

        foreach (var key in tenant.Keys.Ring.Keys.Where(key => key.IsSpent && key.DestroyedAt is null))
            await ReachAsync(await privateHalves.DestroyAsync(tenant.Id, key.Kid, origin).ConfigureAwait(false)).ConfigureAwait(false);

        Decision<IKeyRingEvent> Advance(KeyRingState ring) => KeyRingDecider.Advance(ring, tenant.KeyTimes, clock.GetUtcNow());
    }

    private Task ReachAsync(long? feed) => feed is { } number ? views.ReachAsync(number, ReadBackTime) : Task.CompletedTask;
}
