using Argus.Authority.Views;
using Argus.Log;

namespace Argus.Authority.Keys;

/// <summary>Gives out the key that a tenant signs with now. It is active in the same view that the JWKS is served from, and that view is fresh.</summary>
public sealed class TenantSigner(SigningKeys keys, FeedFollower views)
{
    /// <exception cref="LogUnavailableException">The view is too old to know which key is active.</exception>
    /// <exception cref="KeyUnavailableException">There is no active key, or it cannot be used.</exception>
    public async ValueTask<LoadedKey> ActiveKeyAsync(TenantView tenant)
    {
        views.ThrowIfOlderThan(tenant.MaxStalenessToSign);
        var active = tenant.Keys.Active ?? throw new KeyUnavailableException($"Tenant {tenant.Id} has no active signing key.");
        if (await keys.FindAsync(tenant.Id, active.Kid).ConfigureAwait(false) is { } key)
            return key;

        // Another node has rotated the key and destroyed its private half; the word of it is on its way here. One page of the feed may have been read just before.
        for (var pages = 0; pages < 2 && tenant.Keys.Active?.Kid == active.Kid; pages++)
            await views.NextPageAsync(AuthorityOptions.MaxStalenessToIssue).ConfigureAwait(false);
        return tenant.Keys.Active is { } successor && await keys.FindAsync(tenant.Id, successor.Kid).ConfigureAwait(false) is { } next
            ? next
            : throw new KeyUnavailableException($"The private half of key {active.Kid} of tenant {tenant.Id} is not in the store.");
    }
}
