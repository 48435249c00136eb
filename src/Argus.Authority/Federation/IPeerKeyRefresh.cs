using Argus.Authority.Views;
using Argus.Domain.Peers;

namespace Argus.Authority.Federation;

/// <summary>Reads a peer's keys again, out of turn.</summary>
public interface IPeerKeyRefresh
{
    /// <summary>A token names a key that is not known. Of all who say so, one in 30 s has the document read again; nobody waits longer than 2 s for it.</summary>
    /// <returns>Whether the peer's keys may be others now.</returns>
    ValueTask<bool> AskAsync(TenantView tenant, PeerState peer);
}
