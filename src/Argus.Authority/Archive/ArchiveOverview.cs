namespace Argus.Authority.Archive;

/// <summary>What lies where: every window that holds entries, and every one that was dropped.</summary>
public sealed class ArchiveOverview(IArchiveStore store, TimeProvider clock)
{
    /// <summary>Oldest first. Counts every entry of the windows.</summary>
    /// <exception cref="Argus.Log.LogUnavailableException"/>
    public async Task<IReadOnlyList<WindowSummary>> ReadAsync(CancellationToken cancellation)
    {
        var dropped = (await store.DroppedAsync(cancellation).ConfigureAwait(false)).Where(share => !share.IsRestored)
            .GroupBy(share => (share.From, share.To)).ToDictionary(window => window.Key, window => window.ToArray());
        var summaries = new List<WindowSummary>();
        foreach (var window in await store.WindowsAsync(cancellation).ConfigureAwait(false))
        {
            var shares = await store.SharesAsync(window, cancellation).ConfigureAwait(false);
            dropped.Remove((window.From, window.To), out var gone);
            summaries.Add(new WindowSummary(
                window.From, window.To, shares.Sum(share => share.Entries), gone?.Sum(share => share.Entries) ?? 0, window.Bytes, StateOf(window, shares, gone is not null)));
        }

        summaries.AddRange(dropped.Select(window => new WindowSummary(
            window.Key.From, window.Key.To, 0, window.Value.Sum(share => share.Entries), 0, WindowSummary.Dropped)));
        return [.. summaries.OrderBy(window => window.From)];
    }

    private string StateOf(StoredWindow window, IReadOnlyList<WindowShare> shares, bool anyGone)
    {
        if (anyGone)
            return shares.Count == 0 ? WindowSummary.Dropped : WindowSummary.PartlyDropped;
        if (shares.Any(share => share.IsRestored))
            return WindowSummary.Restored;
        return clock.GetUtcNow() < window.To ? WindowSummary.Open : WindowSummary.Closed;
    }
}

/// <summary>A window of time and its entries, of all tenants.</summary>
/// <param name="From">When it begins.</param>
/// <param name="To">When the next begins.</param>
/// <param name="Entries">In the database.</param>
/// <param name="Archived">Dropped from the database, in the archive only.</param>
/// <param name="Bytes">In the database, with indexes.</param>
/// <param name="State">One of those below.</param>
public sealed record WindowSummary(DateTimeOffset From, DateTimeOffset To, long Entries, long Archived, long Bytes, string State)
{
    /// <summary>New streams begin in it, or will.</summary>
    public const string Open = "open";

    /// <summary>No new stream begins in it.</summary>
    public const string Closed = "closed";

    /// <summary>Some tenants keep theirs.</summary>
    public const string PartlyDropped = "partly_dropped";

    public const string Dropped = "dropped";

    /// <summary>It was dropped and made again.</summary>
    public const string Restored = "restored";
}
