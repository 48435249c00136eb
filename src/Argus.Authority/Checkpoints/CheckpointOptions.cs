namespace Argus.Authority.Checkpoints;

/// <summary>When logs get checkpoints.</summary>
/// <param name="Period">So long after a log has grown, its head is signed; zero: only when somebody asks for what no checkpoint covers.</param>
/// <param name="Entries">After so many entries it is signed sooner.</param>
public sealed record CheckpointOptions(TimeSpan Period, long Entries)
{
    public static CheckpointOptions Standard { get; } = new(TimeSpan.FromSeconds(10), 4_096);

    public bool IsOff => Period <= TimeSpan.Zero;
}
