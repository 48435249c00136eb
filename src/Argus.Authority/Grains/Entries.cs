using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Grains;

/// <summary>Domain events as the log takes them.</summary>
internal static class Entries
{
    public static NewEntry Of(IDomainEvent @event, Origin origin)
    {
        var encoded = EventCodec.Encode(@event, origin);
        return new NewEntry(encoded.Type, encoded.TypeVersion, encoded.Body, encoded.Standing);
    }
}
