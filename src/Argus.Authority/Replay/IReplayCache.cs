using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Replay;

/// <summary>
/// Knows which assertions and proofs have been used (RFC 7523 §3, RFC 9449 §11.1), for all nodes. Not the log: nothing is derived from it, and what is over is
/// forgotten.
/// </summary>
public interface IReplayCache
{
    /// <summary>Puts an identifier where none is: of all who do it at once, on whatever nodes, one succeeds.</summary>
    /// <param name="tenant">Who was shown it.</param>
    /// <param name="issuer">Who made the identifier; the identifiers of others are others.</param>
    /// <param name="jti">The identifier.</param>
    /// <param name="keepFor">How long what bears it could be used again.</param>
    /// <returns>False for a replay.</returns>
    /// <exception cref="LogUnavailableException">Nobody knows: it must not be used.</exception>
    ValueTask<bool> TryAddAsync(TenantId tenant, string issuer, string jti, TimeSpan keepFor);

    /// <summary>Deletes what is over.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="LogUnavailableException"/>
    ValueTask<int> ForgetAsync(CancellationToken cancellation);
}
