using Argus.Authority.Views;

namespace Argus.Authority.Archive;

/// <summary>How long a tenant's entries stay in the database.</summary>
internal static class LogRetention
{
    /// <summary>What began so shortly before the end is not appended to any more either: nodes' clocks differ, and an append takes its time.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>At least for as long as a grant of one of its clients may live, whatever the policy says. Null: for ever.</summary>
    public static TimeSpan? Of(TenantView tenant) => tenant.State.Policy.LogRetention is { } seconds
        ? TimeSpan.FromSeconds(tenant.Clients.Select(client => client.Value.Settings.RefreshAbsoluteLifetime ?? 0).Append(seconds).Max())
        : null;

    /// <summary>
    /// Whether a window's entries may leave the database. What a family issued with its last breath lives on: for as long as that may be revoked, whoever starts
    /// must find the revocation, which is in the family's stream, in the feed.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="end">When the next window begins.</param>
    /// <param name="now">The moment.</param>
    public static bool MayDrop(TenantView tenant, DateTimeOffset end, DateTimeOffset now) =>
        Of(tenant) is { } kept && end + kept + IArchiveStore.LeastAge <= now;

    /// <summary>
    /// Whether a family or a session began so long ago that its entries may be in the archive only: it has ended, whatever its last word was, and nothing can
    /// be appended to it any more.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="id">The UUIDv7 that it is named by.</param>
    /// <param name="now">The moment.</param>
    public static bool IsOver(TenantView tenant, UInt128 id, DateTimeOffset now)
    {
        if (tenant.State.Policy.LogRetention is not { } seconds)
            return false;
        var age = now - DateTimeOffset.FromUnixTimeMilliseconds(Math.Min((long)(ulong)(id >> 80), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())) + Margin;

        // The clients are asked only where the policy alone would say so: a request must not look at all of them.
        return age.TotalSeconds > seconds && Of(tenant) is { } kept && age > kept;
    }
}
