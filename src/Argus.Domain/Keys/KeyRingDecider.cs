using Argus.Domain.Kernel;

namespace Argus.Domain.Keys;

/// <summary>What may happen to a key ring.</summary>
public static class KeyRingDecider
{
    /// <summary>
    /// Takes the tenant's first key into use. It is exempt from announcing: nobody can have cached a JWKS without it.
    /// A ring that has a key already stays as it is.
    /// </summary>
    public static Decision<IKeyRingEvent> Begin(KeyRingState state, Kid kid, string modulus, int bits, string custody, DateTimeOffset now)
    {
        if (!state.Keys.IsEmpty)
            return Array.Empty<IKeyRingEvent>();
        if (bits < 2048)
            return new Refusal("key_too_small", $"{bits} bits; signing keys have 2048 or more");

        var at = now.ToUnixTimeSeconds();
        return new IKeyRingEvent[]
        {
            new KeyGenerated(at, bits, custody, kid, modulus),
            new KeyPublished(at, at, kid),
            new KeyActivated(at, kid),
        };
    }
}
