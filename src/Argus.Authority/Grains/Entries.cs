using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Grains;

/// <summary>Domain events as the log takes them, and back.</summary>
internal static class Entries
{
    /// <summary>A stream's events, in order.</summary>
    /// <exception cref="LogUnavailableException"/>
    public static async ValueTask<RecordedEvent[]> ReadEventsAsync(this IEventLog log, TenantId tenant, string stream)
    {
        var entries = await log.ReadStreamAsync(tenant.Value, stream, CancellationToken.None).ConfigureAwait(false);
        return [.. entries.Select(entry => EventCodec.Decode(entry.Bytes.Span))];
    }

    public static NewEntry Of(IDomainEvent @event, Origin origin)
    {
        var encoded = EventCodec.Encode(@event, origin);
        return new NewEntry(encoded.Type, encoded.TypeVersion, encoded.Body, encoded.Standing);
    }
}
