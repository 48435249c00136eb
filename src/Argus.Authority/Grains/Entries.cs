using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Grains;

/// <summary>Domain events as the log has them.</summary>
internal static class Entries
{
    /// <summary>A stream's events, in order.</summary>
    /// <exception cref="LogUnavailableException"/>
    public static async ValueTask<RecordedEvent[]> ReadEventsAsync(this IEventLog log, TenantId tenant, string stream)
    {
        var entries = await log.ReadStreamAsync(tenant.Value, stream, CancellationToken.None).ConfigureAwait(false);
        return [.. entries.Select(entry => EventCodec.Decode(entry.Bytes.Span))];
    }

    /// <summary>
    /// The entry that issued a token: a token of a family says itself which of the stream's entries that is; any other has a stream of its own.
    /// </summary>
    /// <returns>Null if there is no such entry; what stands there may still be something else.</returns>
    /// <exception cref="LogUnavailableException"/>
    public static async ValueTask<RecordedEvent?> ReadIssuanceAsync(this IEventLog log, TenantId tenant, Jti token)
    {
        var stream = token.Family is { } family ? FamilyState.StreamOf(family) : TokenState.StreamOf(token);
        var entries = await log.ReadStreamAsync(tenant.Value, stream, token.Version, CancellationToken.None).ConfigureAwait(false);
        return entries is [var entry, ..] ? EventCodec.Decode(entry.Bytes.Span) : null;
    }

    /// <summary>The access token that an event issued; null if it issued none.</summary>
    public static TokenIssued? IssuedBy(IDomainEvent @event) => @event switch
    {
        TokenIssued token => token,
        IFamilyIssuance issuance => issuance.Token,
        _ => null,
    };
}
