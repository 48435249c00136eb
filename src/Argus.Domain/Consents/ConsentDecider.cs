using Argus.Domain.Kernel;

namespace Argus.Domain.Consents;

/// <summary>What may happen to a user's consent to a client.</summary>
public static class ConsentDecider
{
    /// <summary>Remembers it. Nothing if all of it is remembered.</summary>
    public static Decision<IConsentEvent> Grant(ConsentState state, ConsentGranted granted) =>
        state.Covers(granted.Scope, granted.Resources) ? Array.Empty<IConsentEvent>() : [granted];

    /// <summary>Forgets all of it. Nothing if there is none.</summary>
    public static Decision<IConsentEvent> Withdraw(ConsentState state) =>
        state.Exists ? new IConsentEvent[] { new ConsentWithdrawn() } : [];
}
