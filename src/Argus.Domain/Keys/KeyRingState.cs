using System.Collections.Immutable;
using Argus.Domain.Kernel;

namespace Argus.Domain.Keys;

/// <summary>Where a signing key is in its life.</summary>
public enum KeyStatus
{
    /// <summary>Generated, known to nobody.</summary>
    Pending,

    /// <summary>Published, waiting for its turn.</summary>
    Next,

    /// <summary>Signs.</summary>
    Active,

    /// <summary>Published for the tokens it signed; its private half is destroyed.</summary>
    Retiring,

    /// <summary>In the archive only.</summary>
    Retired,

    /// <summary>Trusted no more.</summary>
    Revoked,
}

/// <summary>A key with the times of its states (NumericDate seconds).</summary>
public sealed record SigningKeyState(Kid Kid, string N, int Bits, string Custody, KeyStatus Status, long CreatedAt)
{
    public long? PublishedAt { get; init; }

    public long? ActivatesAt { get; init; }

    public long? DeactivatedAt { get; init; }

    public long? VerifyUntil { get; init; }

    public long? CompromisedSince { get; init; }

    /// <summary>Whether verifiers are shown the key.</summary>
    public bool Published => Status is KeyStatus.Next or KeyStatus.Active or KeyStatus.Retiring;
}

/// <summary>A tenant's signing keys, folded from their stream, oldest first.</summary>
public sealed record KeyRingState
{
    public const string Stream = "keys";

    public static KeyRingState Initial { get; } = new();

    public ImmutableArray<SigningKeyState> Keys { get; private init; } = [];

    public SigningKeyState? Active => Keys.FirstOrDefault(key => key.Status == KeyStatus.Active);

    public static KeyRingState Evolve(KeyRingState state, IKeyRingEvent @event) => @event switch
    {
        KeyGenerated e => state with { Keys = state.Keys.Add(new SigningKeyState(e.Kid, e.N, e.Bits, e.Custody, KeyStatus.Pending, e.At)) },
        KeyPublished e => state.With(e.Kid, key => key with { Status = KeyStatus.Next, PublishedAt = e.At, ActivatesAt = e.ActivatesAt }),
        KeyActivated e => state.With(e.Kid, key => key with { Status = KeyStatus.Active, ActivatesAt = e.At }),
        KeyDeactivated e => state.With(e.Kid, key => key with { Status = KeyStatus.Retiring, DeactivatedAt = e.At, VerifyUntil = e.VerifyUntil }),
        PrivateKeyDestroyed e => state.With(e.Kid, key => key),
        KeyRetired e => state.With(e.Kid, key => key with { Status = KeyStatus.Retired }),
        KeyRevoked e => state.With(e.Kid, key => key with { Status = KeyStatus.Revoked, CompromisedSince = e.CompromisedSince }),
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a key ring."),
    };

    private KeyRingState With(Kid kid, Func<SigningKeyState, SigningKeyState> change)
    {
        for (var i = 0; i < Keys.Length; i++)
        {
            if (Keys[i].Kid == kid)
                return this with { Keys = Keys.SetItem(i, change(Keys[i])) };
        }

        throw new UnreadableEventException($"The key ring has no key {kid}.");
    }
}
