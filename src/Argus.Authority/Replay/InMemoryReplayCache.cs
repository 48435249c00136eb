using System.Collections.Concurrent;
using Argus.Domain.Kernel;

namespace Argus.Authority.Replay;

/// <summary>For one process, and as long as it lives: for specs.</summary>
public sealed class InMemoryReplayCache(TimeProvider clock) : IReplayCache
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    public ValueTask<bool> TryAddAsync(TenantId tenant, string issuer, string jti, TimeSpan keepFor) =>
        ValueTask.FromResult(_used.TryAdd(Convert.ToHexString(ReplayKey.Of(tenant, issuer, jti)), clock.GetUtcNow() + keepFor));

    public ValueTask<int> ForgetAsync(CancellationToken cancellation) =>
        ValueTask.FromResult(_used.Count(used => used.Value <= clock.GetUtcNow() && _used.TryRemove(used)));
}
