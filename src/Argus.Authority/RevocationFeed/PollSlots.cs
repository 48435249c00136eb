using Argus.Authority.SignIn;
using Argus.Domain.Kernel;

namespace Argus.Authority.RevocationFeed;

/// <summary>How many may wait for revocations at this node at a time. Anybody may ask, so nobody may take all the room.</summary>
public sealed class PollSlots
{
    internal const int MostOfNode = 8_192;
    internal const int MostOfTenant = 2_048;
    internal const int MostOfSource = 1_024;

    private readonly Lock _gate = new();
    private readonly Dictionary<TenantId, int> _ofTenant = [];
    private readonly Dictionary<string, int> _ofSource = [];
    private int _taken;

    /// <param name="tenant">Whose revocations.</param>
    /// <param name="source">Where the request comes from.</param>
    /// <returns>The place, until it is disposed; null if there is none.</returns>
    public IDisposable? TryTake(TenantId tenant, string? source)
    {
        var network = SourceNetwork.Of(source);
        lock (_gate)
        {
            var (ofTenant, ofSource) = (_ofTenant.GetValueOrDefault(tenant), _ofSource.GetValueOrDefault(network));
            if (_taken >= MostOfNode || ofTenant >= MostOfTenant || ofSource >= MostOfSource)
                return null;
            _taken++;
            _ofTenant[tenant] = ofTenant + 1;
            _ofSource[network] = ofSource + 1;
            return new Slot(this, tenant, network);
        }
    }

    private void Free(TenantId tenant, string source)
    {
        lock (_gate)
        {
            _taken--;
            CountDown(_ofTenant, tenant);
            CountDown(_ofSource, source);
        }
    }

    private static void CountDown<T>(Dictionary<T, int> counts, T key) where T : notnull
    {
        if (counts[key] == 1)
            counts.Remove(key);
        else
            counts[key]--;
    }

    private sealed class Slot(PollSlots slots, TenantId tenant, string source) : IDisposable
    {
        private int _isFree;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isFree, 1) == 0)
                slots.Free(tenant, source);
        }
    }
}
