using Argus.Domain.Tenants;
using Argus.Log;
using Argus.Log.Archives;

namespace Argus.Authority.Archive;

/// <summary>The windows of the store, and what may be done with them once their entries are archived. It takes the rights of the schema's owner.</summary>
public interface IArchiveStore
{
    /// <summary>
    /// No window is dropped before it has been over for so long and for its tenant's retention, which is at least as long again. Who looks for a stream that is
    /// younger relies on it, and does not ask the archive.
    /// </summary>
    static TimeSpan LeastAge { get; } = TimeSpan.FromSeconds(TenantPolicy.LongestTokenLifetime);

    /// <summary>Has this node be the only one at it.</summary>
    /// <returns>Null if another is.</returns>
    /// <exception cref="LogUnavailableException"/>
    ValueTask<IAsyncDisposable?> TryTakeTurnAsync(CancellationToken cancellation);

    /// <summary>The windows that hold entries, or may; oldest first.</summary>
    /// <exception cref="LogUnavailableException"/>
    ValueTask<IReadOnlyList<StoredWindow>> WindowsAsync(CancellationToken cancellation);

    /// <summary>Whose entries lie in a window.</summary>
    /// <exception cref="LogUnavailableException"/>
    ValueTask<IReadOnlyList<WindowShare>> SharesAsync(StoredWindow window, CancellationToken cancellation);

    /// <summary>Where a tenant's entries in a window stand, sorted by stream (its key's bytes) and version.</summary>
    IAsyncEnumerable<IndexedEntry> IndexAsync(StoredWindow window, string tenant, CancellationToken cancellation);

    /// <summary>What was dropped, restored or not; oldest first.</summary>
    /// <exception cref="LogUnavailableException"/>
    ValueTask<IReadOnlyList<DroppedShare>> DroppedAsync(CancellationToken cancellation);

    /// <summary>Drops the window whole; with other tenants' entries in it, puts a window with only those in its place. All in one moment, or nothing.</summary>
    /// <param name="window">Which.</param>
    /// <param name="all">Whose entries were found in it. With more of those that go, nothing is done; the others may have added to theirs.</param>
    /// <param name="gone">Those that go.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>False if it could not be done now: entries came, or a lock was not to be had.</returns>
    /// <exception cref="LogUnavailableException"/>
    ValueTask<bool> DropAsync(StoredWindow window, IReadOnlyList<WindowShare> all, IReadOnlyList<DroppedShare> gone, CancellationToken cancellation);

    /// <summary>Makes a window that was dropped again, with the entries of its tenants, and puts it in its place in one moment.</summary>
    /// <param name="shares">All of one window.</param>
    /// <param name="entries">A tenant's entries from the archive, some at a time.</param>
    /// <param name="cancellation">Gives up; nothing is changed then.</param>
    /// <exception cref="LogUnavailableException"/>
    ValueTask RestoreAsync(
        IReadOnlyList<DroppedShare> shares, Func<DroppedShare, IAsyncEnumerable<IReadOnlyList<(IndexedEntry Place, ReadOnlyMemory<byte> Bytes)>>> entries, CancellationToken cancellation);
}

/// <summary>A window that the store has a table for.</summary>
/// <param name="Name">The table's.</param>
/// <param name="From">When it begins.</param>
/// <param name="To">When the next begins.</param>
/// <param name="Bytes">On disk, with its indexes.</param>
public sealed record StoredWindow(string Name, DateTimeOffset From, DateTimeOffset To, long Bytes);

/// <summary>A tenant's entries in a window.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Entries">How many.</param>
/// <param name="FirstPosition">Of them.</param>
/// <param name="LastPosition">Of them.</param>
/// <param name="IsRestored">Whether they were dropped before and are here again.</param>
public sealed record WindowShare(string Tenant, long Entries, long FirstPosition, long LastPosition, bool IsRestored);

/// <summary>A tenant's entries that were dropped with a window.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="From">When the window begins.</param>
/// <param name="To">When the next begins.</param>
/// <param name="Entries">How many.</param>
/// <param name="FirstPosition">Of them.</param>
/// <param name="LastPosition">Of them.</param>
/// <param name="IndexSha256">Of the archive's index of them.</param>
/// <param name="IsRestored">Whether they are in the store again.</param>
public sealed record DroppedShare(
    string Tenant, DateTimeOffset From, DateTimeOffset To, long Entries, long FirstPosition, long LastPosition, ReadOnlyMemory<byte> IndexSha256, bool IsRestored = false);
