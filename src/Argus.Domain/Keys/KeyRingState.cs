using System.Collections.Immutable;
using Argus.Domain.Kernel;

namespace Argus.Domain.Keys;

/// <summary>A tenant's signing keys, folded from their stream, oldest first.</summary>
public sealed record KeyRingState
{
    public const string Stream = "keys";

    public static KeyRingState Initial { get; } = new();

    public ImmutableArray<SigningKeyState> Keys { get; private init; } = [];

    /// <summary>An operator's wish for a rotation that is still to be met: null, or whether by force.</summary>
    public bool? Requested { get; private init; }

    /// <summary>The latest time in the stream: a ring's time never runs back, whatever a node's clock does.</summary>
    public long LatestAt { get; private init; }

    public SigningKeyState? Active => Keys.FirstOrDefault(key => key.Status == KeyStatus.Active);

    /// <summary>The published keys that wait, the first to sign first.</summary>
    public IEnumerable<SigningKeyState> Waiting => Keys.Where(key => key.Status == KeyStatus.Next).OrderBy(key => key.ActivatesAt);

    public SigningKeyState? Next => Waiting.FirstOrDefault();

    public SigningKeyState? Find(Kid kid) => Keys.FirstOrDefault(key => key.Kid == kid);

    /// <summary>The ring that a history of its stream, or the beginning of one, leads to.</summary>
    public static KeyRingState Of(IEnumerable<RecordedEvent> history) =>
        history.Aggregate(Initial, (ring, recorded) => Evolve(ring, (IKeyRingEvent)recorded.Event));

    public static KeyRingState Evolve(KeyRingState state, IKeyRingEvent @event) => @event switch
    {
        KeyGenerated e => state.With(new SigningKeyState(e.Kid, e.N, e.Bits, e.Custody, KeyStatus.Pending, e.At)),
        KeyImported e => state.With(new SigningKeyState(e.Kid, e.N, e.Bits, e.Custody, KeyStatus.Pending, e.At) { Imported = true }),
        KeyPublished e => state.With(e.Kid, e.At, key => key with { Status = KeyStatus.Next, PublishedAt = e.At, ActivatesAt = e.ActivatesAt }).Unless(force: true),
        KeyScheduled e => state.With(e.Kid, e.At, key => key with { ActivatesAt = e.ActivatesAt, Held = null }).Unless(force: true),
        KeyActivationHeld e => state.With(e.Kid, e.At, key => key with { Held = new KeyHold(key.Held?.Since ?? e.At, e.At, e.Needed, e.Share, e.Verifiers) }),
        KeyHoldLapsed e => state.With(e.Kid, e.At, key => key with { Held = null }),
        KeyRotationRequested e => state.At(e.At) with { Requested = e.Force },
        KeyActivated e => state.With(e.Kid, e.At, key => key with { Status = KeyStatus.Active, ActivatesAt = e.At, Held = null }) with { Requested = null },
        KeyDeactivated e => state.With(e.Kid, e.At, key => key with { Status = KeyStatus.Retiring, DeactivatedAt = e.At, VerifyUntil = e.VerifyUntil }),
        PrivateKeyDestroyed e => state.With(e.Kid, e.At, key => key with { DestroyedAt = e.At }),
        KeyRetired e => state.With(e.Kid, e.At, key => Retired(key, e.At)),
        KeyRevoked e => state.With(e.Kid, e.At, key => key with
        {
            Status = KeyStatus.Revoked, Held = null, RevokedAt = key.RevokedAt ?? e.At, CompromisedSince = e.CompromisedSince, RevocationReason = e.Reason,
        }),
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a key ring."),
    };

    /// <summary>One that made way before its turn never had it.</summary>
    private static SigningKeyState Retired(SigningKeyState key, long at) =>
        key with { Status = KeyStatus.Retired, RetiredAt = at, Held = null, ActivatesAt = key.Status == KeyStatus.Next ? null : key.ActivatesAt };

    private KeyRingState With(SigningKeyState key) => At(key.CreatedAt) with { Keys = Keys.Add(key) };

    private KeyRingState With(Kid kid, long at, Func<SigningKeyState, SigningKeyState> change)
    {
        for (var i = Keys.Length - 1; i >= 0; i--)
        {
            if (Keys[i].Kid == kid)
                return At(at) with { Keys = Keys.SetItem(i, change(Keys[i])) };
        }

        throw new UnreadableEventException($"The key ring has no key {kid}.");
    }

    private KeyRingState At(long at) => this with { LatestAt = Math.Max(LatestAt, at) };

    /// <summary>A key with an announced turn meets the wish for one, but not the wish for one at once.</summary>
    private KeyRingState Unless(bool force) => Requested == force ? this : this with { Requested = null };
}
