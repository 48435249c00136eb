using Argus.Domain.Kernel;

namespace Argus.Domain.Logouts;

/// <summary>How clients are told that a session has ended. Of many nodes, one makes each attempt.</summary>
public static class LogoutDecider
{
    /// <summary>Nothing for a session that no client wants to hear of.</summary>
    public static Decision<ILogoutEvent> Begin(LogoutState state, LogoutDue due) =>
        state.Exists || due.Clients.Count == 0 ? Array.Empty<ILogoutEvent>() : [due];

    public static Decision<ILogoutEvent> Attempt(LogoutState state, LogoutAttempted attempt)
    {
        if (!state.Pending.TryGetValue(attempt.ClientId, out var made))
            return new Refusal("logout_settled", $"{attempt.ClientId} is not to be told any more");
        if (made != attempt.Attempt - 1)
            return new Refusal("attempt_taken", $"{attempt.ClientId} has had attempt {made}");
        return made >= LogoutSchedule.MostAttempts
            ? new Refusal("attempts_exhausted", $"{attempt.ClientId} has had {made} attempts")
            : new ILogoutEvent[] { attempt };
    }

    /// <summary>The client took what an attempt sent it.</summary>
    public static Decision<ILogoutEvent> Deliver(LogoutState state, ClientId client) =>
        !state.Pending.TryGetValue(client, out var made) ? Array.Empty<ILogoutEvent>()
        : made == 0 ? new Refusal("never_attempted", $"{client} was never sent anything")
        : new ILogoutEvent[] { new LogoutDelivered(client) };

    /// <summary>The client cannot be told.</summary>
    public static Decision<ILogoutEvent> Abandon(LogoutState state, ClientId client) =>
        state.Pending.ContainsKey(client) ? new ILogoutEvent[] { new LogoutAbandoned(client) } : Array.Empty<ILogoutEvent>();
}
