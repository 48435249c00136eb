namespace Argus.IntegrationTests.Http.Driving;

/// <summary>A wall clock that is wrong by so much. Time passes on it as it does elsewhere.</summary>
internal sealed class ShiftedClock(TimeSpan by) : TimeProvider
{
    private long _ticks = by.Ticks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    /// <summary>Somebody sets it forward.</summary>
    public void Set(TimeSpan forward) => Interlocked.Add(ref _ticks, forward.Ticks);
}
