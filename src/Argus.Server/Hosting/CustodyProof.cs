using Argus.Authority;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Log;

namespace Argus.Server.Hosting;

/// <summary>Whether the custody providers let the keys sign that are in use: each is asked for one signature, by the key of one tenant.</summary>
internal sealed class CustodyProof(TenantDirectory directory, TenantSigner signer, KeyCustodies custodies, Issuers issuers)
{
    private const int MostNamed = 10;

    /// <returns>Nothing, when they do.</returns>
    public async Task<IEnumerable<ReadinessFault>> CheckAsync()
    {
        var faults = await Task.WhenAll(InUse().Select(used => CheckAsync(used.Key, [.. used]))).ConfigureAwait(false);
        return faults.OfType<string>().Select(fault => new ReadinessFault("key_custody", fault));
    }

    private ILookup<string, TenantView> InUse() => directory.Tenants
        .Where(tenant => tenant.State.Enabled)
        .Select(tenant => (Tenant: tenant, tenant.Keys.Active?.Custody))
        .Where(used => used.Custody is not null)
        .ToLookup(used => used.Custody!, used => used.Tenant);

    private async Task<string?> CheckAsync(string custody, IReadOnlyList<TenantView> tenants)
    {
        if (!custodies.Has(custody))
            return $"The custody provider '{custody}' is not configured, and has the signing keys of: {string.Join(", ", tenants.Take(MostNamed).Select(tenant => tenant.Id.Value))}.";
        try
        {
            var tenant = tenants.FirstOrDefault(tenant => tenant.Id == issuers.DefaultTenant) ?? tenants[0];
            var key = await signer.ActiveKeyAsync(tenant).ConfigureAwait(false);
            await key.ProveAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is LogUnavailableException or KeyUnavailableException)
        {
            return e.Message;
        }
    }
}
