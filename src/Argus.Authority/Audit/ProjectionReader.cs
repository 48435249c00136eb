using Argus.Authority.Views;
using Argus.Domain.Projections;
using Argus.Log;

namespace Argus.Authority.Audit;

/// <summary>Says what this node knows of a tenant, and the database of its labels, in digests that an auditor can make from the log.</summary>
public sealed class ProjectionReader(IStreamLabels labels, FeedFollower views, AuthorityOptions options)
{
    /// <summary>From the views as they are: what is wrong with them shows.</summary>
    /// <exception cref="LogUnavailableException">The view is stale, or the labels cannot be read.</exception>
    public async Task<IReadOnlyList<ProjectionDigest>> ReadAsync(TenantView tenant, CancellationToken cancellation)
    {
        views.ThrowIfOlderThan(options.MaxStaleness);
        var state = tenant.Projections();
        using var digest = new LabelsDigest();
        if (state.Position >= 0)
        {
            await foreach (var label in labels.ReadAsync(tenant.Id, state.Position, cancellation).ConfigureAwait(false))
                digest.Add(label.Key, label.Position, label.Stream);
        }

        var items = ProjectionDigests.Of(state).Append(new ProjectionDigest(ProjectionName.Labels, state.Position, digest.Current()));
        return [.. items.OrderBy(item => item.Name, StringComparer.Ordinal)];
    }
}
