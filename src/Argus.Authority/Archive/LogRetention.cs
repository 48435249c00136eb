using Argus.Authority.Views;
using Argus.Domain.Kernel;

namespace Argus.Authority.Archive;

/// <summary>How long a tenant's entries stay in the database.</summary>
internal static class LogRetention
{
    /// <summary>At least for as long as a grant of one of its clients may live, whatever the policy says. Null: for ever.</summary>
    public static TimeSpan? Of(TenantView tenant) => tenant.State.Policy.LogRetention is { } seconds
        ? TimeSpan.FromSeconds(tenant.Clients.Select(client => client.Value.Settings.RefreshAbsoluteLifetime ?? 0).Append(seconds).Max())
        : null;

    /// <summary>
    /// Whether a family began so long ago that its entries may be in the archive only: it has ended, whatever its last word was, and nothing can be appended
    /// to it any more.
    /// </summary>
    public static bool IsOver(TenantView tenant, FamilyId family, DateTimeOffset now)
    {
        var age = now - DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Min((ulong)(family.Bits >> 80), (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

        // The clients are asked only where the policy alone would say so: a request must not look at all of them.
        return tenant.State.Policy.LogRetention is { } seconds && age.TotalSeconds > seconds && Of(tenant) is { } kept && age > kept;
    }
}
