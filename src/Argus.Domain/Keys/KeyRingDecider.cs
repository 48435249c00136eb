using Argus.Domain.Kernel;

namespace Argus.Domain.Keys;

/// <summary>What may happen to a key ring. Every decision leaves at most one key active.</summary>
public static partial class KeyRingDecider
{
    /// <summary>
    /// Takes the tenant's first key into use. It is exempt from announcing: nobody can have cached a JWKS without it.
    /// A ring that has a key already stays as it is.
    /// </summary>
    public static Decision<IKeyRingEvent> Begin(KeyRingState ring, NewKey key, DateTimeOffset now)
    {
        if (!ring.Keys.IsEmpty)
            return Nothing;
        if (Unfit(ring, key) is { } refusal)
            return refusal;
        var at = At(ring, now);
        return Happen(Generated(key, at), new KeyPublished(at, at, key.Kid), new KeyActivated(at, key.Kid));
    }

    /// <summary>
    /// Takes a fresh key in as the next one: it is published now and signs when the active key's period is over, but not before verifiers can know it. Where
    /// there is no active key, or an operator forces the rotation, it signs at once. A ring that has its next key already stays as it is; next keys of another
    /// shape (the tenant's policy has changed, or the custody) make way, having signed nothing.
    /// </summary>
    public static Decision<IKeyRingEvent> Announce(KeyRingState ring, NewKey key, KeyTimes times, DateTimeOffset now)
    {
        if (ring.Keys.IsEmpty)
            return Begin(ring, key, now);
        if (ring.Next is { } next && key.Shape.Fits(next))
            return Nothing;
        if (Unfit(ring, key) is { } refusal)
            return refusal;

        var at = At(ring, now);
        IKeyRingEvent[] misfits = [.. ring.Waiting.Where(waiting => !key.Shape.Fits(waiting)).Select(waiting => new KeyRetired(at, waiting.Kid))];
        if (ring.Active is null || ring.Requested == true)
        {
            var without = misfits.Aggregate(ring, KeyRingState.Evolve);
            return Happen([.. misfits, Generated(key, at), new KeyPublished(at, at, key.Kid), .. Succession.To(without, key.Kid, times, at)]);
        }

        return Happen([.. misfits, Generated(key, at), new KeyPublished(TurnOfNext(ring, ring.Active, times, at), at, key.Kid)]);
    }

    /// <summary>
    /// When <see cref="Advance"/> or <see cref="ConfirmDestroyed"/> next has something to say (NumericDate seconds): 0 for now,
    /// <see cref="long.MaxValue"/> for never, as things are.
    /// </summary>
    public static long DueAt(KeyRingState ring, KeyTimes times)
    {
        var due = ring.Next is { } next ? TurnOf(next, ring.Active, times) : long.MaxValue;
        if (ring.Next is { } waiting && due != waiting.ActivatesAt)
            return 0;
        foreach (var key in ring.Keys)
        {
            if (key.IsSpent && key.DestroyedAt is null)
                return 0;
            if (key.Status == KeyStatus.Retiring)
                due = Math.Min(due, key.VerifyUntil!.Value);
        }

        return due;
    }

    /// <summary>
    /// What time alone brings about by now: keys that are done leave the JWKS, and the next key takes over. Where the policy's period has become shorter, so does
    /// the next key's wait; where keys are now to be announced for longer, it waits longer.
    /// </summary>
    /// <param name="ring">Which.</param>
    /// <param name="times">By the tenant's policy.</param>
    /// <param name="now">When.</param>
    /// <param name="verifiers">Who has seen the next key.</param>
    public static Decision<IKeyRingEvent> Advance(KeyRingState ring, KeyTimes times, DateTimeOffset now, VerifierShare verifiers = default)
    {
        var seconds = now.ToUnixTimeSeconds();
        var at = At(ring, now);
        var events = ring.Keys
            .Where(key => key.Status == KeyStatus.Retiring && key.VerifyUntil <= seconds)
            .Select(key => (IKeyRingEvent)new KeyRetired(at, key.Kid));
        if (ring.Next is { } next && TurnOf(next, ring.Active, times) is var turn)
        {
            if (turn <= seconds)
                events = events.Concat(TakeTurn(ring, next, times, verifiers, at));
            else if (turn != next.ActivatesAt)
                events = events.Append(new KeyScheduled(turn, at, next.Kid));
        }

        return events.ToArray();
    }

    /// <summary>Puts on record that the private half of a key that will never sign again is gone.</summary>
    public static Decision<IKeyRingEvent> ConfirmDestroyed(KeyRingState ring, Kid kid, DateTimeOffset now)
    {
        if (ring.Find(kid) is not { } key)
            return new Refusal("key_unknown", $"The ring has no key {kid}");
        if (!key.IsSpent)
            return new Refusal("key_in_use", $"The key {kid} is {key.Status}; it is still to sign");
        return key.DestroyedAt is null ? Happen(new PrivateKeyDestroyed(At(ring, now), kid)) : Nothing;
    }

    private static Decision<IKeyRingEvent> Nothing => Array.Empty<IKeyRingEvent>();

    private static Decision<IKeyRingEvent> Happen(params IKeyRingEvent[] events) => events;

    private static long At(KeyRingState ring, DateTimeOffset now) => Math.Max(ring.LatestAt, now.ToUnixTimeSeconds());

    /// <summary>When a key that waits signs: as announced, or earlier, where a period of the present length ends before that; never before verifiers can know it.</summary>
    private static long TurnOf(SigningKeyState next, SigningKeyState? active, KeyTimes times) => active is null ? 0
        : Math.Max(next.PublishedAt!.Value + times.Lead, Math.Min(next.ActivatesAt!.Value, active.ActivatesAt!.Value + times.Period));

    /// <summary>When a key published now signs, if it goes before all that wait: it takes over their turn.</summary>
    private static long TurnOfNext(KeyRingState ring, SigningKeyState active, KeyTimes times, long at) =>
        ring.Requested is null ? Math.Max(at + times.Lead, ring.Next?.ActivatesAt ?? active.ActivatesAt!.Value + times.Period) : at + times.Lead;

    private static KeyGenerated Generated(NewKey key, long at) => new(at, key.Bits, key.Custody, key.Kid, key.N);

    private static Refusal? Unfit(KeyRingState ring, NewKey key) =>
        ring.Find(key.Kid) is not null ? new Refusal("key_known", $"The key {key.Kid} is in the ring already")
        : key.Bits < 2048 ? new Refusal("key_too_small", $"{key.Bits} bits; signing keys have 2048 or more")
        : null;
}
