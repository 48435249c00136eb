using Argus.Authority.Views;
using Argus.Log;
using Argus.Log.Archives;
using Argus.Log.Exports;
using Argus.Log.Tiles;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Archive;

/// <summary>Drops a window for the tenants whose entries in it are archived, verified, and past their retention: index, event, drop, in this order.</summary>
public sealed partial class WindowDropper(
    IArchiveStore store, TenantArchiver archives, LogArchive archive, ArchiveRecords records, TimeProvider clock, ILogger<WindowDropper> logger)
{
    /// <summary>Puts in order what a run left that ended between a drop and what follows on it.</summary>
    /// <exception cref="LogUnavailableException">The store or the archive cannot be reached.</exception>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        foreach (var share in (await store.DroppedAsync(cancellation).ConfigureAwait(false)).Where(share => !share.IsRestored))
            archive.IndexOf(share.Tenant, share.From, share.To).Settle(share.IndexSha256.Span);
    }

    /// <param name="window">Which.</param>
    /// <param name="run">What was archived; is told what was dropped.</param>
    /// <param name="dropRestored">Whether entries that were made again are dropped again.</param>
    /// <param name="cancellation">Leaves it to the next run.</param>
    public async Task DropAsync(StoredWindow window, ArchiveRun run, bool dropRestored, CancellationToken cancellation)
    {
        // What nobody may drop yet need not be looked into: a window can be large.
        var due = records.Tenants.Where(tenant => run.Archived.ContainsKey(tenant.Id.Value) && LogRetention.MayDrop(tenant, window.To, clock.GetUtcNow()))
            .ToDictionary(tenant => tenant.Id.Value);
        if (due.Count == 0)
            return;
        var all = await store.SharesAsync(window, cancellation).ConfigureAwait(false);
        var gone = new List<DroppedShare>();
        foreach (var share in all)
        {
            if (due.TryGetValue(share.Tenant, out var tenant) && (dropRestored || !share.IsRestored) && IsArchived(share, run.Archived[share.Tenant])
                && await PrepareAsync(tenant, window, share, run, cancellation).ConfigureAwait(false) is { } prepared)
            {
                gone.Add(prepared);
            }
        }

        if (gone.Count == 0)
            return;
        if (await store.DropAsync(window, all, gone, cancellation).ConfigureAwait(false))
        {
            foreach (var share in gone)
            {
                archive.IndexOf(share.Tenant, share.From, share.To).Settle(share.IndexSha256.Span);
                LogDropped(logger, window.Name, share.Tenant, share.Entries);
            }

            run.Dropped.AddRange(gone);
        }
        else
        {
            LogLater(logger, window.Name);
        }
    }

    /// <summary>A bundle that is not full yet is written anew by the next archiving; until then nothing could say that it is whole.</summary>
    private static bool IsArchived(WindowShare share, ExportManifest archived) =>
        share.LastPosition < archived.Size / TilePath.FullWidth * TilePath.FullWidth;

    /// <returns>Null if the archive is not what was signed.</returns>
    private async Task<DroppedShare?> PrepareAsync(TenantView tenant, StoredWindow window, WindowShare share, ArchiveRun run, CancellationToken cancellation)
    {
        try
        {
            if (run.Verified.Add(share.Tenant))
                await archives.VerifyAsync(tenant, run.Archived[share.Tenant], cancellation).ConfigureAwait(false);
            return await IndexAsync(window, share, run, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LogDivergedException or InvalidDataException)
        {
            run.Verified.Remove(share.Tenant);
            run.Archived.Remove(share.Tenant);
            run.Refused[share.Tenant] = e.Message;
            LogDiverged(logger, share.Tenant, e.Message);
            return null;
        }
    }

    /// <exception cref="InvalidDataException">The index of what was dropped before is not the one that was written.</exception>
    private async Task<DroppedShare> IndexAsync(StoredWindow window, WindowShare share, ArchiveRun run, CancellationToken cancellation)
    {
        var earlier = (await store.DroppedAsync(cancellation).ConfigureAwait(false))
            .FirstOrDefault(dropped => dropped.Tenant == share.Tenant && dropped.From == window.From && dropped.To == window.To && !dropped.IsRestored);
        var index = archive.IndexOf(share.Tenant, window.From, window.To);
        var places = store.IndexAsync(window, share.Tenant, cancellation);
        var hash = earlier is null
            ? await index.WriteAsync(places, cancellation).ConfigureAwait(false)
            : await index.Next.WriteAsync(Merged(index.ReadAll(earlier.IndexSha256.Span), places), cancellation).ConfigureAwait(false);
        var gone = new DroppedShare(
            share.Tenant, window.From, window.To, share.Entries + (earlier?.Entries ?? 0), Math.Min(share.FirstPosition, earlier?.FirstPosition ?? long.MaxValue),
            Math.Max(share.LastPosition, earlier?.LastPosition ?? 0), hash);
        await records.DroppedAsync(gone, run.Archived[share.Tenant]).ConfigureAwait(false);
        return gone;
    }

    /// <summary>Entries that came into the window after it was dropped, with those that went before.</summary>
    private static async IAsyncEnumerable<IndexedEntry> Merged(IReadOnlyList<IndexedEntry> before, IAsyncEnumerable<IndexedEntry> places)
    {
        var all = new SortedSet<IndexedEntry>(before, Comparer<IndexedEntry>.Create((a, b) =>
            a.Stream.CompareTo(b.Stream) is var byStream and not 0 ? byStream : a.StreamVersion.CompareTo(b.StreamVersion)));
        await foreach (var place in places.ConfigureAwait(false))
            all.Add(place);
        foreach (var place in all)
            yield return place;
    }

    [LoggerMessage(EventId = 422, Level = LogLevel.Information, Message = "Window {Name} was dropped for {Tenant}: {Entries} entries")]
    private static partial void LogDropped(ILogger logger, string name, string tenant, long entries);

    [LoggerMessage(EventId = 423, Level = LogLevel.Information, Message = "Window {Name} is dropped by a later run: the log is busy with it")]
    private static partial void LogLater(ILogger logger, string name);

    [LoggerMessage(EventId = 424, Level = LogLevel.Critical, Message = "The archive of {Tenant} is not what was signed; nothing of its log is dropped: {Why}")]
    private static partial void LogDiverged(ILogger logger, string tenant, string why);
}
