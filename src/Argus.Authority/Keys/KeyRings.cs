using System.Security.Cryptography;
using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Jose;
using Argus.Log;

namespace Argus.Authority.Keys;

/// <summary>What an operator can do to a tenant's key ring. Each returns when this node's own view shows what was done, or with the rule that is against it.</summary>
public sealed class KeyRings(Aggregates aggregates, KeyIntake intake, FeedFollower views, KeyRotation rotation, TimeProvider clock)
{
    /// <summary>For a key to be made while the operator waits: a large one may take longer, and is then not waited for.</summary>
    private static readonly TimeSpan MakingTime = TimeSpan.FromSeconds(5);

    /// <summary>Lets the next key take over at the earliest allowed moment; by force at once.</summary>
    /// <exception cref="LogUnavailableException"/>
    public async Task<Refusal?> RotateAsync(TenantView tenant, bool force, Origin origin)
    {
        var refusal = await ExecuteAsync(
            tenant, (ring, times) => KeyRingDecider.Rotate(ring, force, times, clock.GetUtcNow(), intake.ShapeFor(tenant)), origin).ConfigureAwait(false);
        if (refusal is not null)
            return refusal;

        // Where there was no next key, the rotation makes one; the answer shows it, if it does not take too long.
        var begun = clock.GetTimestamp();
        while (tenant.Keys.Ring.Requested is not null && clock.GetElapsedTime(begun) < MakingTime)
            await views.NextPageAsync(AuthorityOptions.RingReadBackTime).ConfigureAwait(false);
        return null;
    }

    /// <summary>Takes over a key that was made elsewhere. One that is refused is put on record.</summary>
    /// <param name="tenant">Whose it becomes.</param>
    /// <param name="key">The key; it stays the caller's to dispose of.</param>
    /// <param name="origin">Who brings it.</param>
    /// <exception cref="CustodyException"/>
    /// <exception cref="LogUnavailableException"/>
    public async Task<(Kid Kid, Refusal? Refusal)> ImportAsync(TenantView tenant, RSA key, Origin origin)
    {
        views.ThrowIfTooOldToIssue();
        var jwk = RsaPublicJwk.FromRsa(key);
        if (!Kid.TryParse(jwk.Kid, out var kid))
            throw new CustodyException($"'{jwk.Kid}' is not a thumbprint.");

        var outcome = new KeyIntakeOutcome(Known(tenant, kid), null);
        if (outcome.Refusal is null)
        {
            outcome = await intake.ImportAsync(
                tenant.Id, key, (ring, newKey, times) => KeyRingDecider.Import(ring, newKey, times, clock.GetUtcNow()), origin).ConfigureAwait(false);
        }

        if (outcome.Refusal is { } refusal)
            await RefuseImportAsync(tenant, refusal.Code, kid, origin).ConfigureAwait(false);
        await views.ReachAsync(outcome.Appended?.Feed, AuthorityOptions.RingReadBackTime).ConfigureAwait(false);
        return (kid, outcome.Refusal);
    }

    /// <summary>Puts on record that a key was refused before it came to the ring.</summary>
    /// <exception cref="LogUnavailableException"/>
    public async Task RefuseImportAsync(TenantView tenant, string code, Kid? kid, Origin origin)
    {
        var now = clock.GetUtcNow();
        var stream = $"key-import:{Jti.From(Guid.CreateVersion7(now))}";
        await aggregates.RecordAsync(tenant.Id, stream, new KeyImportRefused(now.ToUnixTimeSeconds(), code, kid), origin).ConfigureAwait(false);
    }

    /// <summary>What <see cref="RevokeAsync"/> would be refused for.</summary>
    public Refusal? CheckRevocation(TenantView tenant, KeyRevocation revocation)
    {
        views.ThrowIfTooOldToIssue();
        return KeyRingDecider.Revoke(tenant.Keys.Ring, revocation, null, tenant.KeyTimes, clock.GetUtcNow()).Refusal;
    }

    /// <summary>
    /// Trusts a key no more. When it is the active one and the ring has no next key, another is made first, so that the tenant never stands without; but a leak is
    /// contained whether or not that succeeds.
    /// </summary>
    /// <exception cref="LogUnavailableException"/>
    public async Task<Refusal?> RevokeAsync(TenantView tenant, KeyRevocation revocation, Origin origin)
    {
        if (tenant.Keys is { Next: null, Active: { } active } && active.Kid == revocation.Kid)
            await TryReplaceAsync(tenant, revocation, origin).ConfigureAwait(false);
        return await ExecuteAsync(tenant, (ring, times) => KeyRingDecider.Revoke(ring, revocation, null, times, clock.GetUtcNow()), origin).ConfigureAwait(false);
    }

    private async Task TryReplaceAsync(TenantView tenant, KeyRevocation revocation, Origin origin)
    {
        try
        {
            await intake.CreateAsync(tenant.Id, tenant.State.Policy.KeyBits, Replace, origin).AsTask().WaitAsync(MakingTime, clock).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CustodyException or TimeoutException or LogUnavailableException)
        {
            // Without a replacement, then: the rotation makes one as soon as it can, unless this one comes first.
        }

        Decision<IKeyRingEvent> Replace(KeyRingState ring, NewKey key, KeyTimes times)
        {
            var decision = KeyRingDecider.Revoke(ring, revocation, key, times, clock.GetUtcNow());
            return decision is { Refusal: null, Events.Count: 0 } ? KeyRingDecider.Announce(ring, key, times, clock.GetUtcNow()) : decision;
        }
    }

    private async Task<Refusal?> ExecuteAsync(TenantView tenant, Func<KeyRingState, KeyTimes, Decision<IKeyRingEvent>> decide, Origin origin)
    {
        var times = await aggregates.ReadKeyTimesAsync(tenant.Id).ConfigureAwait(false);
        var outcome = await aggregates.KeyRings.ExecuteAsync(
            tenant.Id, KeyRingState.Stream, ring => decide(ring, times), origin, CancellationToken.None).ConfigureAwait(false);
        await views.ReachAsync(outcome.Feed, AuthorityOptions.RingReadBackTime).ConfigureAwait(false);
        rotation.Wake();
        return outcome.Refusal;
    }

    /// <summary>The kid is the thumbprint of the modulus, so whoever has the kid has the key.</summary>
    private Refusal? Known(TenantView tenant, Kid kid)
    {
        if (tenant.Keys.Ring.Find(kid) is not null)
            return new Refusal("key_known", $"The key {kid} is in the ring already");
        return views.Directory.Tenants.Any(other => other.Keys.Ring.Find(kid) is not null || other.LogKeys.Spans.Keys.Any(key => key.Key.Kid == kid))
            ? new Refusal("key_shared", $"Another tenant, or a log, has the key {kid}")
            : views.Directory.Tenants.SelectMany(other => other.Peers).Any(peer => peer.Keys.Any(key => key.Thumbprint == kid.Value))
                ? new Refusal("key_shared", $"A peer has the key {kid}")
                : null;
    }
}
