using System.Security.Cryptography;
using Argus.Authority.Views;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Keys;

/// <summary>
/// Makes the keys that rings lack, one at a time. Every ring has its next key on show from the day of the last rotation, so that a leak can be answered with
/// a key that verifiers know already. One that is not needed soon is made at leisure: making keys costs a core, and tokens come first.
/// </summary>
public sealed class NextKeys(KeyIntake intake, FeedFollower views, TimeProvider clock)
{
    /// <summary>So many seconds before the announcement must begin, a key is needed soon.</summary>
    private const long SoonBefore = 60;

    /// <summary>A core makes keys for a twentieth of its time.</summary>
    private const int Leisure = 19;

    private Task _making = Task.CompletedTask;
    private long _restingSince = clock.GetTimestamp();
    private TimeSpan _rest = TimeSpan.FromSeconds(2);

    /// <summary>Begins to make the key that is needed first. What it costs, seconds for a large key, nobody waits for.</summary>
    /// <exception cref="CustodyException">The last one could not be made.</exception>
    /// <exception cref="LogUnavailableException">It is not known whether the ring has the last one, or which ring lacks one now.</exception>
    public async Task MakeAsync(Origin origin)
    {
        if (!_making.IsCompleted)
            return;
        var made = _making;
        _making = Task.CompletedTask;
        await made.ConfigureAwait(false);
        if (Neediest() is not { } tenant)
            return;

        // While the log is away each key would be made in vain, and left behind in an HSM.
        views.ThrowIfTooOldToIssue();
        _making = MakeAsync(tenant, origin);
    }

    /// <summary>
    /// Whether the ring has begun, and has no key to come next, or one of a size that the tenant's policy does not want any more. That it is in another custody
    /// counts only when an operator wants a rotation: while a deployment moves from one to another, its nodes would replace each other's keys.
    /// </summary>
    private bool LacksNext(TenantView tenant)
    {
        if (tenant.Keys.Next is not { } next)
            return !tenant.Keys.Ring.Keys.IsEmpty;
        var wanted = intake.ShapeFor(tenant);
        return tenant.Keys.Ring.Requested is null ? !(wanted with { Custody = next.Custody }).Fits(next) : !wanted.Fits(next);
    }

    /// <summary>Of those that need a key alike any one, so that nodes seldom make one for the same ring, and none waits behind another that cannot be helped.</summary>
    private TenantView? Neediest()
    {
        var neediest = views.Directory.Tenants.Where(LacksNext).GroupBy(NeedOf).MinBy(group => group.Key);
        if (neediest is null || (neediest.Key == Need.Someday && clock.GetElapsedTime(_restingSince) < _rest))
            return null;
        var tenants = neediest.ToArray();
        return tenants[RandomNumberGenerator.GetInt32(tenants.Length)];
    }

    private async Task MakeAsync(TenantView tenant, Origin origin)
    {
        var begun = clock.GetTimestamp();
        var outcome = await intake.CreateAsync(
            tenant.Id, tenant.State.Policy.KeyBits, (ring, key, times) => KeyRingDecider.Announce(ring, key, times, clock.GetUtcNow()), origin)
            .ConfigureAwait(false);

        // Otherwise the next round would make another.
        if (outcome.Appended?.Feed is { } feed)
            await views.ReachAsync(feed, AuthorityOptions.RingReadBackTime).ConfigureAwait(false);
        else
            await views.NextPageAsync(AuthorityOptions.RingReadBackTime).ConfigureAwait(false);
        _restingSince = clock.GetTimestamp();
        _rest = Leisure * clock.GetElapsedTime(begun);
    }

    private Need NeedOf(TenantView tenant)
    {
        if (tenant.Keys is not { Active: { } active, Ring.Requested: null })
            return Need.Now;
        var announcement = active.ActivatesAt!.Value + tenant.State.Policy.KeyRotationPeriod - tenant.State.Policy.KeyLead();
        var isNewTenant = tenant.Keys.Ring.Keys.Length == 1;
        return isNewTenant && announcement - SoonBefore > clock.GetUtcNow().ToUnixTimeSeconds() ? Need.Someday : Need.Soon;
    }

    private enum Need
    {
        /// <summary>No key signs, or an operator waits.</summary>
        Now,

        /// <summary>The ring has given its next key away, or the rotation will be late.</summary>
        Soon,

        /// <summary>The tenant is new, perhaps one of thousands.</summary>
        Someday,
    }
}
