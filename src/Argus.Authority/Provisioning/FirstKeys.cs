using Argus.Authority.Checkpoints;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;

namespace Argus.Authority.Provisioning;

/// <summary>Gives a new tenant the keys that it cannot be without: one for its tokens, one for its log.</summary>
public sealed class FirstKeys(FirstKey tokens, LogKeyring logs, TenantDirectory directory)
{
    /// <returns>The last feed number appended, or null if the tenant has both.</returns>
    /// <exception cref="CustodyException"/>
    public async ValueTask<long?> EnsureAsync(TenantId tenant, int bits, Origin origin)
    {
        var hasFirst = directory.Find(tenant.Value) is { Keys.Ring.Keys.IsEmpty: false };
        var feed = hasFirst ? null : await tokens.EnsureAsync(tenant, bits, origin).ConfigureAwait(false);
        return await logs.EnsureAsync(tenant, bits, origin).ConfigureAwait(false) ?? feed;
    }
}
