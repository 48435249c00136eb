using Argus.Domain.Kernel;

namespace Argus.Domain.Archive;

// Members stand in the order of their names, as canonical JSON has them. Times are NumericDate seconds.

/// <summary>What became of the tenant's entries in a window of time.</summary>
public interface IArchiveEvent : IDomainEvent;

/// <summary>The tenant's entries of streams that began in a window were archived and verified, and are about to be dropped from the database.</summary>
/// <param name="Entries">How many.</param>
/// <param name="FirstPosition">Of them; other entries, which stay, stand between them.</param>
/// <param name="From">When the window begins.</param>
/// <param name="LastPosition">Of them.</param>
/// <param name="Root">Of the archived tree, base64.</param>
/// <param name="Size">Of the archived tree: that of a checkpoint.</param>
/// <param name="To">When the window ends.</param>
public sealed record WindowDropped(long Entries, long FirstPosition, long From, long LastPosition, string Root, long Size, long To) : IArchiveEvent;

/// <summary>They are in the database again, from the archive.</summary>
/// <param name="Entries">How many.</param>
/// <param name="From">When the window begins.</param>
/// <param name="To">When the window ends.</param>
public sealed record WindowRestored(long Entries, long From, long To) : IArchiveEvent;
