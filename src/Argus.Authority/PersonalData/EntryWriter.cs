using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Log;

namespace Argus.Authority.PersonalData;

/// <summary>
/// Makes entries of events. Where a request came from is sealed under the key of the user whom the events are about, or that of the day; the same request's
/// context, sealed once, is used again for whatever comes from there: same plaintext, same bytes, and nothing to be learned from it but that.
/// </summary>
public sealed class EntryWriter(PersonalKeys keys)
{
    private const int GenerationSize = 8_192;

    private readonly Recent<Place, SealedContext> _sealed = new(GenerationSize);

    /// <param name="tenant">Whose log.</param>
    /// <param name="events">What happened; at least one.</param>
    /// <param name="origin">Who caused it.</param>
    /// <param name="about">The user that it is about, if the events themselves do not say.</param>
    /// <exception cref="LogUnavailableException">The keys' store does not answer.</exception>
    public async ValueTask<NewEntry[]> WriteAsync<TEvent>(TenantId tenant, IReadOnlyList<TEvent> events, Origin origin, SubjectId? about = null)
        where TEvent : IDomainEvent
    {
        var context = origin.Source is null && origin.UserAgent is null
            ? null
            : await ContextAsync(PlaceOf(tenant, EventSubject.Of(origin, events[0], about), origin)).ConfigureAwait(false);
        var entries = new NewEntry[events.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var encoded = EventCodec.Encode(events[i], origin, context);
            entries[i] = new NewEntry(encoded.Type, encoded.TypeVersion, encoded.Body, encoded.Standing);
        }

        return entries;
    }

    private Place PlaceOf(TenantId tenant, SubjectId? user, Origin origin) =>
        new(tenant, user is { } known && keys.IsDestroyed(tenant, known) ? null : user, keys.Today(), origin.Source, origin.UserAgent);

    private ValueTask<Sealed?> ContextAsync(Place place) => _sealed.Find(place) is { } known ? ValueTask.FromResult<Sealed?>(known.Context) : SealAsync(place);

    /// <returns>Null while the custody is away: what happened is recorded without where it came from, or nobody could contain a leak then.</returns>
    private async ValueTask<Sealed?> SealAsync(Place place)
    {
        try
        {
            var seal = await keys.OfUserOrTodayAsync(place.Tenant, place.User).ConfigureAwait(false);
            var context = seal.Keep(RequestContext.Member, new RequestContext(place.Source, place.UserAgent)).Sealed!;
            _sealed.Add(place, new SealedContext(context));
            return context;
        }
        catch (LogUnavailableException e) when (e.InnerException is CustodyException)
        {
            return null;
        }
    }

    private readonly record struct Place(TenantId Tenant, SubjectId? User, DateOnly Day, string? Source, string? UserAgent);

    private readonly record struct SealedContext(Sealed Context);
}
