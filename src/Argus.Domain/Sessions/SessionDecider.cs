using Argus.Domain.Kernel;

namespace Argus.Domain.Sessions;

/// <summary>What may happen to a browser's session.</summary>
public static class SessionDecider
{
    public static Decision<ISessionEvent> Open(SessionState state, SessionOpened opened) =>
        state.Exists ? new Refusal("session_exists", "The session has begun already") : new ISessionEvent[] { opened };

    /// <summary>Its own user signs in again. Refused for a session that is over: whoever has it must begin a new one.</summary>
    public static Decision<ISessionEvent> Reauthenticate(SessionState state, SessionReauthenticated again, DateTimeOffset now)
    {
        if (!state.IsLive(now))
            return Over;
        return state.Digest == again.Digest ? Array.Empty<ISessionEvent>() : [again];
    }

    public static Decision<ISessionEvent> Join(SessionState state, ClientId client, DateTimeOffset now)
    {
        if (!state.IsLive(now))
            return Over;
        return state.Clients.Contains(client.Value) ? Array.Empty<ISessionEvent>() : [new SessionClientJoined(client)];
    }

    public static Decision<ISessionEvent> End(SessionState state, string reason) =>
        !state.Exists || state.Ended ? Array.Empty<ISessionEvent>() : [new SessionEnded(reason)];

    private static Refusal Over => new("session_over", "The session is over");
}
