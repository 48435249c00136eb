using System.Runtime.CompilerServices;
using Argus.Log;
using Argus.Log.Archives;

namespace Argus.Authority.Archive;

/// <summary>Makes windows that were dropped again from the archive. Every entry is checked against the tree before the window takes its place.</summary>
public sealed class WindowRestorer(IArchiveStore store, IArchivedLog archived, LogArchive archive, ArchiveRecords records)
{
    private const int EntriesAtOnce = 2_048;

    /// <summary>Restores every window that lies, or begins or ends, between two moments. They stay until a run is told to drop what was restored.</summary>
    /// <param name="from">The first moment.</param>
    /// <param name="to">Behind the last moment.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Leaves the rest; a window is there whole or not at all.</param>
    /// <returns>What is in the store again; null if another node is at work on windows.</returns>
    /// <exception cref="LogUnavailableException">The store or the archive cannot be reached, or the archive does not have it.</exception>
    /// <exception cref="InvalidDataException">What the archive has is not what was archived.</exception>
    public async Task<IReadOnlyList<DroppedShare>?> RestoreAsync(DateTimeOffset from, DateTimeOffset to, string actor, CancellationToken cancellation)
    {
        var turn = await store.TryTakeTurnAsync(cancellation).ConfigureAwait(false);
        if (turn is null)
            return null;
        await using (turn.ConfigureAwait(false))
        {
            var restored = new List<DroppedShare>();
            var dropped = await store.DroppedAsync(cancellation).ConfigureAwait(false);
            foreach (var window in dropped.Where(share => share.From < to && share.To > from).GroupBy(share => (share.From, share.To)))
            {
                var shares = window.Where(share => !share.IsRestored).ToArray();
                if (shares.Length > 0)
                    await store.RestoreAsync(shares, share => EntriesAsync(share, cancellation), cancellation).ConfigureAwait(false);

                // Also for a window that an earlier try restored and did not come to tell of: told already, nothing is told twice.
                foreach (var share in window)
                    await records.RestoredAsync(share, actor).ConfigureAwait(false);
                restored.AddRange(shares);
            }

            return restored;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<(IndexedEntry Place, ReadOnlyMemory<byte> Bytes)>> EntriesAsync(
        DroppedShare share, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var index = archive.IndexOf(share.Tenant, share.From, share.To);
        index.Settle(share.IndexSha256.Span);
        var places = index.ReadAll(share.IndexSha256.Span).OrderBy(place => place.Position);
        foreach (var some in places.Chunk(EntriesAtOnce))
        {
            var entries = await archived.ReadArchivedAsync(share.Tenant, [.. some.Select(place => place.Position)], cancellation).ConfigureAwait(false);
            yield return [.. some.Zip(entries, (place, entry) => (place, entry.Bytes))];
        }
    }
}

/// <summary>Entries from the archive, checked against the tree that the store keeps.</summary>
public interface IArchivedLog
{
    /// <summary>The entries at some positions, which must rise and be those of full bundles.</summary>
    /// <exception cref="LogUnavailableException">The archive cannot be reached, or does not have them.</exception>
    /// <exception cref="InvalidDataException">What it has is not what was archived.</exception>
    ValueTask<IReadOnlyList<LogEntry>> ReadArchivedAsync(string tenant, IReadOnlyList<long> positions, CancellationToken cancellation);
}
