namespace Argus.Domain.Keys;

// A turn that has come, and verifiers that have not seen the key.
public static partial class KeyRingDecider
{
    /// <summary>While a turn is held for the same share of verifiers, new numbers are told so many seconds after the last ones, at least.</summary>
    private const int BetweenNumbers = 60;

    /// <summary>
    /// Hands over, or holds the activation until the share of verifiers is reached. Where patience ends first it hands over all the same, and says so. Where no
    /// key signs, or by force, nothing is held: that is not decided here.
    /// </summary>
    private static IEnumerable<IKeyRingEvent> TakeTurn(KeyRingState ring, SigningKeyState next, KeyTimes times, VerifierShare verifiers, long at)
    {
        if (ring.Active is null || verifiers.Needed == 0)
            return Succession.To(ring, next.Kid, times, at);
        if (verifiers.Kid != next.Kid)
            return []; // Another key waits than was asked about: whoever asked did not know it yet, and asks again.
        if (verifiers.IsReached)
            return Succession.To(ring, next.Kid, times, at);
        if ((next.Held?.Since ?? at) + verifiers.Patience <= at)
            return [new KeyHoldLapsed(at, next.Kid, verifiers.Needed, verifiers.Percent, verifiers.Verifiers), .. Succession.To(ring, next.Kid, times, at)];
        return IsNews(next.Held, verifiers, at) ? [new KeyActivationHeld(at, next.Kid, verifiers.Needed, verifiers.Percent, verifiers.Verifiers)] : [];
    }

    private static bool IsNews(KeyHold? held, VerifierShare verifiers, long at) =>
        held is null
        || held.Needed != verifiers.Needed
        || (at - held.At >= BetweenNumbers && (held.Share, held.Verifiers) != (verifiers.Percent, verifiers.Verifiers));
}
