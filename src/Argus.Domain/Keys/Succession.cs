using Argus.Domain.Kernel;

namespace Argus.Domain.Keys;

/// <summary>One key takes over from another: in one decision, so that there is never a second active key, and none only where none is left.</summary>
internal static class Succession
{
    public static IEnumerable<IKeyRingEvent> To(KeyRingState ring, Kid successor, KeyTimes times, long at)
    {
        if (ring.Active is { } active)
            yield return new KeyDeactivated(at, active.Kid, at + times.VerifyFor);
        yield return new KeyActivated(at, successor);
        foreach (var postponed in Postpone(ring, successor, at + times.Period, at))
            yield return postponed;
    }

    /// <summary>Every other key that waits does so until its turn comes a period after this one's, and the next a period after that.</summary>
    public static IEnumerable<IKeyRingEvent> Postpone(KeyRingState ring, Kid before, long turn, long at)
    {
        foreach (var waiting in ring.Waiting.Where(key => key.Kid != before && key.ActivatesAt < turn))
            yield return new KeyScheduled(turn, at, waiting.Kid);
    }
}
