namespace Argus.ResourceServer.Calling.Cache;

/// <summary>
/// A moment on two clocks. The wall clock can be set back, and then a token would live on; the monotonic one stands still while a machine sleeps. Whichever has
/// gone further counts.
/// </summary>
internal readonly record struct ClockMark(long Timestamp, DateTimeOffset Wall)
{
    public static ClockMark Now(TimeProvider clock) => new(clock.GetTimestamp(), clock.GetUtcNow());

    public TimeSpan Elapsed(TimeProvider clock)
    {
        var monotonic = clock.GetElapsedTime(Timestamp);
        var wall = clock.GetUtcNow() - Wall;
        return monotonic > wall ? monotonic : wall;
    }
}
