using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;

namespace Argus.Specs.Domain;

/// <summary>Key rings as they are in the course of a life, at round times: the first key signs from 1000 on, the period is 10,000 s.</summary>
internal static class Rings
{
    public static readonly Kid A = Of('a');
    public static readonly Kid B = Of('b');
    public static readonly Kid C = Of('c');
    public static readonly Kid D = Of('d');

    /// <summary>A lead of 500 s, and 2,000 s of verification after the last signature.</summary>
    public static readonly KeyTimes Times = new(Lead: 500, Period: 10_000, VerifyFor: 2_000);

    public static readonly IKeyRingEvent[] Begun = [Generated(A, 1_000), new KeyPublished(1_000, 1_000, A), new KeyActivated(1_000, A)];

    /// <summary>A signs, B waits for 11,000.</summary>
    public static readonly IKeyRingEvent[] Announced = [.. Begun, Generated(B, 1_100), new KeyPublished(11_000, 1_100, B)];

    /// <summary>B signs since 11,000; A is shown until 13,000.</summary>
    public static readonly IKeyRingEvent[] Rotated = [.. Announced, new KeyDeactivated(11_000, A, 13_000), new KeyActivated(11_000, B)];

    /// <summary>B signs; of A there is only the archive.</summary>
    public static readonly IKeyRingEvent[] Settled = [.. Rotated, new PrivateKeyDestroyed(11_000, A), new KeyRetired(13_000, A)];

    public static KeyRingState Ring(params IEnumerable<IKeyRingEvent> events) => Deciding.Fold(KeyRingState.Initial, KeyRingState.Evolve, events);

    public static KeyRingState Then(this KeyRingState ring, Decision<IKeyRingEvent> decision)
    {
        Assert.Null(decision.Refusal);
        return Deciding.Fold(ring, KeyRingState.Evolve, decision.Events);
    }

    public static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

    public static KeyGenerated Generated(Kid kid, long at) => new(at, 2048, "file", kid, "modulus");

    public static KeyImported Imported(Kid kid, long at) => new(at, 2048, "file", kid, "modulus");

    public static NewKey New(Kid kid, int bits = 2048) => new(kid, "modulus", bits, "file");

    public static Decision<IKeyRingEvent> Announce(this KeyRingState ring, Kid kid, long now) => KeyRingDecider.Announce(ring, New(kid), Times, At(now));

    public static Decision<IKeyRingEvent> Import(this KeyRingState ring, Kid kid, long now) => KeyRingDecider.Import(ring, New(kid), Times, At(now));

    public static Decision<IKeyRingEvent> Rotate(this KeyRingState ring, long now, bool force = false) => KeyRingDecider.Rotate(ring, force, Times, At(now));

    public static Decision<IKeyRingEvent> Advance(this KeyRingState ring, long now) => KeyRingDecider.Advance(ring, Times, At(now));

    public static Decision<IKeyRingEvent> Revoke(this KeyRingState ring, Kid kid, long now, long? since = null, NewKey? replacement = null) =>
        KeyRingDecider.Revoke(ring, new KeyRevocation(kid, since, "stolen"), replacement, Times, At(now));

    public static Decision<IKeyRingEvent> ConfirmDestroyed(this KeyRingState ring, Kid kid, long now) => KeyRingDecider.ConfirmDestroyed(ring, kid, At(now));

    public static TenantPolicy Compressed { get; } = new()
    {
        KeyRotationPeriod = 60, KeyAnnounce = 10, JwksMaxAge = 4, VerifierPollInterval = 5, ClockSkew = 3, ServiceTokenLifetime = 20, UserTokenLifetime = 30, KeyGrace = 7,
    };

    private static Kid Of(char letter) => TextId.Parse<Kid>(new string(letter, 43));
}
