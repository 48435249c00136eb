using Argus.Domain.Consents;
using Argus.Domain.Families;
using Argus.Domain.Handoffs;
using Argus.Domain.Kernel;
using Argus.Domain.Logouts;
using Argus.Domain.Sessions;
using Argus.Domain.Tokens;
using Argus.Domain.Users;

namespace Argus.Domain.PersonalData;

/// <summary>Under whose key the context of an entry is sealed.</summary>
public static class EventSubject
{
    private const string UserActor = "user:";

    /// <summary>
    /// The user whom an event is about, unless an operator or the node itself caused it: where they sit is nothing of the user's.
    /// </summary>
    /// <param name="origin">Who caused it.</param>
    /// <param name="event">What happened.</param>
    /// <param name="about">The user that the aggregate is about, as far as its state says.</param>
    /// <returns>Null for nobody in particular: then it is the key of the day.</returns>
    public static SubjectId? Of(Origin origin, IDomainEvent @event, SubjectId? about) =>
        origin.Actor.StartsWith("admin:", StringComparison.Ordinal) || origin.Actor.StartsWith("node:", StringComparison.Ordinal) ? null
        : Actor(origin.Actor) ?? Named(@event) ?? about;

    private static SubjectId? Actor(string actor) => actor.StartsWith(UserActor, StringComparison.Ordinal) ? Parse(actor[UserActor.Length..]) : null;

    private static SubjectId? Named(IDomainEvent @event) => @event switch
    {
        TokenIssued token => Parse(token.Sub),
        IFamilyIssuance issuance => Parse(issuance.Token.Sub),
        FamilyAuthorized authorized => authorized.Subject,
        SessionOpened opened => opened.Subject,
        HandoffAccepted accepted => accepted.Subject,
        ConsentGranted granted => granted.Subject,
        LogoutDue due => due.Subject,
        UserRegistered registered => registered.Subject,
        _ => null,
    };

    private static SubjectId? Parse(string subject) => SubjectId.TryParse(subject, out var user) ? user : null;
}
