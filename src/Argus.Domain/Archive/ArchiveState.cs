using System.Globalization;
using Argus.Domain.Kernel;

namespace Argus.Domain.Archive;

/// <summary>Whether a window of a tenant's log was dropped, folded from the window's stream.</summary>
/// <param name="Dropped">What was told of it last; null if it is in the database.</param>
/// <param name="WasDropped">Whether it ever was.</param>
public sealed record ArchiveState(WindowDropped? Dropped, bool WasDropped)
{
    public static ArchiveState Initial { get; } = new(null, false);

    public static string StreamOf(DateTimeOffset from, DateTimeOffset to) =>
        string.Create(CultureInfo.InvariantCulture, $"archive:{from.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}_{to.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");

    public static ArchiveState Evolve(ArchiveState state, IArchiveEvent @event) => @event switch
    {
        WindowDropped e => new(e, true),
        WindowRestored => state with { Dropped = null },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is no event of an archive."),
    };
}
