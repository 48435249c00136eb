using Argus.Domain.Kernel;

namespace Argus.Domain.Archive;

/// <summary>What may become of a window. It is told before it happens: a node that dies in between finds it told, and does it.</summary>
public static class ArchiveDecider
{
    /// <summary>Drops the window. Told already, of the same entries: nothing more is told.</summary>
    public static Decision<IArchiveEvent> Drop(ArchiveState state, WindowDropped dropped)
    {
        if (dropped.LastPosition >= dropped.Size)
            return new Refusal("window_not_archived", $"The archive ends at {dropped.Size}, before the window's last entry at {dropped.LastPosition}");
        return state.Dropped is { } told && told.Entries == dropped.Entries && told.LastPosition == dropped.LastPosition
            ? Array.Empty<IArchiveEvent>()
            : (IArchiveEvent[])[dropped];
    }

    /// <summary>Makes the window again. Told already: nothing more is told.</summary>
    public static Decision<IArchiveEvent> Restore(ArchiveState state, WindowRestored restored)
    {
        if (!state.WasDropped)
            return new Refusal("window_not_dropped", "The window was never dropped");
        return state.Dropped is null ? Array.Empty<IArchiveEvent>() : (IArchiveEvent[])[restored];
    }
}
