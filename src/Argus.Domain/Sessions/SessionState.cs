using Argus.Domain.Kernel;

namespace Argus.Domain.Sessions;

/// <summary>A browser's session, folded from its stream.</summary>
public sealed record SessionState
{
    public static SessionState Initial { get; } = new();

    public bool Exists { get; private init; }

    public bool Ended { get; private init; }

    public SubjectId Subject { get; private init; }

    /// <summary>The latest.</summary>
    public Authentication? Authentication { get; private init; }

    /// <summary>Of the cookie's secret.</summary>
    public string Digest { get; private init; } = "";

    /// <summary>When it is over (NumericDate seconds).</summary>
    public long Exp { get; private init; }

    /// <summary>Who was told of its user.</summary>
    public NameSet Clients { get; private init; } = NameSet.Empty;

    public static string StreamOf(SessionId session) => $"session:{session}";

    public static SessionState Evolve(SessionState state, ISessionEvent @event) => @event switch
    {
        SessionOpened opened => state with
        {
            Exists = true, Subject = opened.Subject, Authentication = opened.Authentication, Digest = opened.Digest, Exp = opened.Exp,
        },
        SessionReauthenticated again => state with { Authentication = again.Authentication, Digest = again.Digest, Exp = again.Exp },
        SessionClientJoined joined => state with { Clients = NameSet.Of(state.Clients.Append(joined.ClientId.Value)) },
        SessionEnded => state with { Ended = true },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a session."),
    };

    /// <summary>Whether it still says who its browser's user is.</summary>
    public bool IsLive(DateTimeOffset now) => Exists && !Ended && now.ToUnixTimeSeconds() < Exp;
}
