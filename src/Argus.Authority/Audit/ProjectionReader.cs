using Argus.Authority.Checkpoints;
using Argus.Authority.Views;
using Argus.Domain.Projections;
using Argus.Log;

namespace Argus.Authority.Audit;

/// <summary>Says what this node knows of a tenant, and the database of its labels, in digests that an auditor can make from the log.</summary>
public sealed class ProjectionReader(IStreamLabels labels, FeedFollower views, IEventLog log, CheckpointArchive checkpoints)
{
    /// <summary>
    /// From the views as they are: what is wrong with them shows. They answer for every entry below a size, not only for those that the feed brought: an entry that
    /// somebody took out of the feed is missing from them.
    /// </summary>
    /// <param name="tenant">Whose projections.</param>
    /// <param name="until">The size, of an export for example; null: that of the latest checkpoint.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LogUnavailableException">The view is stale, or the labels cannot be read.</exception>
    public async Task<IReadOnlyList<ProjectionDigest>> ReadAsync(TenantView tenant, long? until, CancellationToken cancellation)
    {
        views.ThrowIfTooOldToAnswer();
        var size = await SizeAsync(tenant, until, cancellation).ConfigureAwait(false);
        await views.RefreshAsync().ConfigureAwait(false);
        var state = await AtAsync(tenant, size - 1, cancellation).ConfigureAwait(false);
        using var digest = new LabelsDigest();
        if (state.Position >= 0)
        {
            await foreach (var label in labels.ReadAsync(tenant.Id, state.Position, cancellation).ConfigureAwait(false))
                digest.Add(label.Key, label.Position, label.Stream);
        }

        var items = ProjectionDigests.Of(state).Append(new ProjectionDigest(ProjectionName.Labels, state.Position, digest.Current()));
        return [.. items.OrderBy(item => item.Name, StringComparer.Ordinal)];
    }

    private async ValueTask<long> SizeAsync(TenantView tenant, long? until, CancellationToken cancellation)
    {
        var size = until ?? (await checkpoints.LatestAsync(tenant.Id).ConfigureAwait(false))?.Size ?? 0;
        return Math.Min(size, (await log.ReadHeadAsync(tenant.Id.Value, cancellation).ConfigureAwait(false)).Size);
    }

    /// <summary>The view is of its last standing entry; nothing that stands behind it, up to this position, is standing, or the view would have it.</summary>
    private async ValueTask<ProjectionState> AtAsync(TenantView tenant, long position, CancellationToken cancellation)
    {
        var state = tenant.Projections();
        if (position <= state.Position)
            return state;
        try
        {
            await foreach (var entry in log.ReadAsync(tenant.Id.Value, position, position + 1, cancellation).ConfigureAwait(false))
                return state with { Position = position, Time = entry.Time };
        }
        catch (InvalidDataException)
        {
            // The entry was taken away. Whoever reads the tiles is told; what the view is of can be told all the same.
        }

        return state;
    }
}
