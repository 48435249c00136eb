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
        foreach (var scheduled in Behind(ring, successor, at + times.Period, times, at))
            yield return scheduled;
    }

    /// <summary>The key that comes after this one has its turn a period later, and no other that waits goes before it.</summary>
    public static IEnumerable<IKeyRingEvent> Behind(KeyRingState ring, Kid first, long turn, KeyTimes times, long at)
    {
        var isSecond = true;
        foreach (var waiting in ring.Waiting.Where(key => key.Kid != first))
        {
            var own = Math.Max(turn, waiting.PublishedAt!.Value + times.Lead);
            if (waiting.ActivatesAt < own || (isSecond && waiting.ActivatesAt > own))
                yield return new KeyScheduled(own, at, waiting.Kid);
            isSecond = false;
        }
    }
}
