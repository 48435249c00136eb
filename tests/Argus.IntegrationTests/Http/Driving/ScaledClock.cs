namespace Argus.IntegrationTests.Http.Driving;

/// <summary>
/// A clock whose days are short: from its origin on, the time of day runs faster. Timers and timestamps stay those of the system, because the ages of views are
/// measured with them.
/// </summary>
internal sealed class ScaledClock(double factor) : TimeProvider
{
    /// <summary>When the time of day was the system's, in whole milliseconds, as other processes can be told it.</summary>
    public DateTimeOffset Origin { get; } = DateTimeOffset.FromUnixTimeMilliseconds(System.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Seconds of its time in one second.</summary>
    public double Factor => factor;

    public override DateTimeOffset GetUtcNow() => Origin + (factor * (System.GetUtcNow() - Origin));
}
