using System.Collections.Concurrent;
using Argus.Authority.Views;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Receipts;

/// <summary>Counts which verifiers have seen a tenant's next key, where the tenant's policy waits for them.</summary>
public sealed class NextKeyAudience(VerifierRecords verifiers, TimeProvider clock)
{
    /// <summary>A key may be waited for over days, and is looked at several times a second.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    /// <summary>Reading them takes its time, and the keys of all tenants wait for it.</summary>
    private const int MostCounted = 1_000;

    private readonly ConcurrentDictionary<TenantId, Counted> _counted = new();

    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<VerifierShare> CountAsync(TenantView tenant)
    {
        var policy = tenant.State.Policy;
        if (policy.RotationVerifierShare == 0 || tenant.Keys.Next is not { } next)
            return VerifierShare.None;

        if (!_counted.TryGetValue(tenant.Id, out var counted) || counted.Kid != next.Kid || clock.GetElapsedTime(counted.At) >= GoodFor)
            _counted[tenant.Id] = counted = await CountAsync(tenant, next.Kid).ConfigureAwait(false);
        return new VerifierShare(next.Kid, policy.RotationVerifierShare, policy.RotationVerifierPatience, counted.Verifiers, counted.Seen);
    }

    /// <summary>What a client that is disabled has seen does not matter: nobody takes its word.</summary>
    private async ValueTask<Counted> CountAsync(TenantView tenant, Kid next)
    {
        var at = clock.GetTimestamp();
        var heard = await verifiers.SinceAsync(tenant, clock.GetUtcNow() - VerifierShare.Window(tenant.State.Policy), MostCounted).ConfigureAwait(false);
        var counting = heard.Where(record => tenant.Client(record.Client).Enabled).ToArray();
        return new Counted(next, at, counting.Length, counting.Count(record => record.State.Kids.Contains(next.Value)));
    }

    private readonly record struct Counted(Kid Kid, long At, int Verifiers, int Seen);
}
