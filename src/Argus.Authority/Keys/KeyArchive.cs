using System.Runtime.CompilerServices;
using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Keys;

/// <summary>What the log says of a tenant's keys and of what they signed, now and in former times. Read from the log itself, not from the view.</summary>
public sealed class KeyArchive(IEventLog log, TimeProvider clock)
{
    /// <summary>The ring's events, in order.</summary>
    /// <exception cref="LogUnavailableException"/>
    public async Task<IReadOnlyList<RecordedEvent>> ReadAsync(TenantId tenant) =>
        await log.ReadEventsAsync(tenant, KeyRingState.Stream).ConfigureAwait(false);

    /// <summary>The JWKS as it was at a moment, by the commit times of the log; empty if there was none.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="moment">Null for now, however far ahead of this node's clock the latest commit is.</param>
    /// <exception cref="LogUnavailableException"/>
    public async Task<byte[]> JwksAtAsync(TenantId tenant, DateTimeOffset? moment)
    {
        var history = await ReadAsync(tenant).ConfigureAwait(false);
        return PublishedKeys.JwksOf(KeyRingState.Of(history.Where(recorded => moment is null || recorded.Time <= moment)));
    }

    /// <summary>
    /// The tokens that a key's revocation kills, or killed: those the log shows as issued under it, not before the given moment, and not expired by now.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="kid">The key.</param>
    /// <param name="compromisedSince">NumericDate seconds; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LogUnavailableException"/>
    public async IAsyncEnumerable<TokenIssued> TokensOfAsync(
        TenantId tenant, Kid kid, long? compromisedSince, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // An older token has expired. The clock that committed it may be some minutes apart from this one.
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var since = Math.Max(compromisedSince ?? 0, now - TenantPolicy.LongestTokenLifetime - 300);
        var from = await log.PositionAtAsync(tenant.Value, DateTimeOffset.FromUnixTimeSeconds(since), cancellation).ConfigureAwait(false);
        await foreach (var entry in log.ReadAsync(tenant.Value, from, cancellation).ConfigureAwait(false))
        {
            if (Entries.IssuedBy(EventCodec.Decode(entry.Bytes.Span).Event) is { } issued && issued.Kid == kid && issued.Exp > now)
                yield return issued;
        }
    }
}
