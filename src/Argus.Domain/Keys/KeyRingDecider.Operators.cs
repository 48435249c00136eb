using Argus.Domain.Kernel;

namespace Argus.Domain.Keys;

// What operators ask of a ring.
public static partial class KeyRingDecider
{
    /// <summary>
    /// Takes in a key that was made elsewhere. It is published now and has the next turn; the key that had it waits a period longer. Where a rotation is asked for
    /// and no key waits, it meets that wish as one that is made for it would.
    /// </summary>
    public static Decision<IKeyRingEvent> Import(KeyRingState ring, NewKey key, KeyTimes times, DateTimeOffset now)
    {
        if (Unfit(ring, key) is { } refusal)
            return refusal;

        var at = At(ring, now);
        var imported = new KeyImported(at, key.Bits, key.Custody, key.Kid, key.N);
        if (ring.Active is null || ring.Requested == true)
            return Happen([imported, new KeyPublished(at, at, key.Kid), .. Succession.To(ring, key.Kid, times, at)]);

        var turn = TurnOfNext(ring, ring.Active, times, at);
        return Happen([imported, new KeyPublished(turn, at, key.Kid), .. Succession.Behind(ring, key.Kid, turn + times.Period, times, at)]);
    }

    /// <summary>
    /// Wants the next key to sign at the earliest moment at which every verifier can know it; by force, at once. Where there is no next key yet, the wish is on
    /// record, and the one that is made for it meets it. Never makes a second next key.
    /// </summary>
    /// <param name="ring">Which.</param>
    /// <param name="force">Whether at once.</param>
    /// <param name="times">By the tenant's policy.</param>
    /// <param name="now">When.</param>
    /// <param name="wanted">What the next key must be; one of another shape counts as none. Null: any will do.</param>
    public static Decision<IKeyRingEvent> Rotate(KeyRingState ring, bool force, KeyTimes times, DateTimeOffset now, KeyShape? wanted = null)
    {
        if (ring.Keys.IsEmpty)
            return new Refusal("ring_empty", "The tenant has no key yet");

        var at = At(ring, now);
        // Who asks twice, because the first answer was lost, wants one rotation. The ring's first key took over from nobody.
        if (force && ring.Active is { } active && active.ActivatesAt == at && active != ring.Keys[0])
            return new Refusal("rotated_just_now", "The active key has taken over this very second");
        var wish = new KeyRotationRequested(at, force);
        if (ring.Next is not { } next || wanted?.Fits(next) == false)
            return ring.Requested == true || ring.Requested == force ? Nothing : Happen(wish);
        if (force)
            return Happen([wish, .. Succession.To(ring, next.Kid, times, at)]);

        var turn = Math.Max(at, next.PublishedAt!.Value + times.Lead);
        return turn >= next.ActivatesAt ? Nothing : Happen(wish, new KeyScheduled(turn, at, next.Kid));
    }

    /// <summary>
    /// Trusts a key no more. When it is the active one, the next key takes over in the same decision, however long it has been published; where there is none,
    /// the replacement does, if there is one. A revoked key can be revoked from an earlier moment on, never from a later one.
    /// </summary>
    public static Decision<IKeyRingEvent> Revoke(
        KeyRingState ring, KeyRevocation revocation, NewKey? replacement, KeyTimes times, DateTimeOffset now)
    {
        if (ring.Find(revocation.Kid) is not { } key)
            return new Refusal("key_unknown", $"The ring has no key {revocation.Kid}");
        if (revocation.Fault(now) is { } fault)
            return fault;
        if (key.Status == KeyStatus.Revoked && key.CompromisedSince == revocation.CompromisedSince)
            return Nothing;
        if (key.Status == KeyStatus.Revoked && !revocation.ReachesFurtherThan(key.CompromisedSince))
            return new Refusal("key_revoked_already", $"The key {key.Kid} is revoked from an earlier moment on");

        var at = At(ring, now);
        var revoked = new KeyRevoked(at, revocation.CompromisedSince, key.Kid, revocation.Reason);
        var after = KeyRingState.Evolve(ring, revoked);
        if (key.Status != KeyStatus.Active)
            return Happen(revoked);
        if (after.Next is { } next)
            return Happen([revoked, .. Succession.To(after, next.Kid, times, at)]);
        return replacement is { } fresh && Unfit(ring, fresh) is null
            ? Happen(revoked, Generated(fresh, at), new KeyPublished(at, at, fresh.Kid), new KeyActivated(at, fresh.Kid))
            : Happen(revoked);
    }
}
