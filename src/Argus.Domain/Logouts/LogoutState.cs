using System.Collections.Immutable;
using Argus.Domain.Kernel;

namespace Argus.Domain.Logouts;

/// <summary>Who is still to be told that a session has ended, folded from its stream.</summary>
public sealed record LogoutState
{
    public const string StreamPrefix = "logout:";

    public static LogoutState Initial { get; } = new();

    public bool Exists { get; private init; }

    public SessionId Session { get; private init; }

    public SubjectId Subject { get; private init; }

    /// <summary>The clients that have not been told, with how often it was tried.</summary>
    public ImmutableDictionary<ClientId, int> Pending { get; private init; } = ImmutableDictionary<ClientId, int>.Empty;

    public static string StreamOf(SessionId session) => $"{StreamPrefix}{session}";

    public static LogoutState Evolve(LogoutState state, ILogoutEvent @event) => @event switch
    {
        LogoutDue due => new LogoutState
        {
            Exists = true,
            Session = due.Session,
            Subject = due.Subject,
            Pending = due.Clients.ToImmutableDictionary(TextId.Parse<ClientId>, _ => 0),
        },
        LogoutAttempted attempted => state with { Pending = state.Pending.SetItem(attempted.ClientId, attempted.Attempt) },
        LogoutDelivered delivered => state with { Pending = state.Pending.Remove(delivered.ClientId) },
        LogoutAbandoned abandoned => state with { Pending = state.Pending.Remove(abandoned.ClientId) },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a logout."),
    };
}
