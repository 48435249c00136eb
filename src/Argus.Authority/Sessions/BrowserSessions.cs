using Argus.Authority.Archive;
using Argus.Authority.Grains;
using Argus.Authority.Logouts;
using Argus.Authority.Views;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Logouts;
using Argus.Domain.Sessions;
using Argus.Log;

namespace Argus.Authority.Sessions;

/// <summary>
/// Who sits at a browser. The cookie holds the session's name and a secret; the log holds the secret's digest, and is asked each time: what ended a session at
/// one node ends it at all.
/// </summary>
public sealed class BrowserSessions(Aggregates aggregates, IEventLog log, LogoutDelivery logouts, TimeProvider clock)
{
    /// <summary>The live session of a cookie.</summary>
    /// <returns>Null for no cookie, a wrong or spent one, a session that is over, and a user who is not served any more.</returns>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<BrowserSession?> FindAsync(TenantView tenant, string? cookie)
    {
        if (cookie?.Split('.') is not [var name, var secret] || !SessionId.TryParse(name, out var id) || !RandomSecret.IsWellFormed(secret))
            return null;

        // A session is prolonged by its user's signing in again, but not beyond what the log keeps of it.
        if (LogRetention.IsOver(tenant, id.Bits, clock.GetUtcNow()))
            return null;
        var history = await log.ReadEventsAsync(tenant.Id, SessionState.StreamOf(id)).ConfigureAwait(false);
        var state = StateOf(history);
        var isOwner = TextDigest.AreEqual(state.Digest, TextDigest.Of(secret));
        return isOwner
            && state.IsLive(clock.GetUtcNow())
            && tenant.Subject(state.Subject) is { Enabled: true }
            && !tenant.Revoked.Reaches(state.Subject.Value, default, history[0].Position)
            ? new BrowserSession(id, state)
            : null;
    }

    /// <summary>
    /// A user has just authenticated. The session goes on if it was theirs, with another secret; else it ends, and a new one begins.
    /// </summary>
    /// <returns>The session and the cookie's new value.</returns>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public async ValueTask<(BrowserSession Session, string Cookie)> SignInAsync(
        TenantView tenant, BrowserSession? current, SubjectId user, Authentication authentication, Origin origin)
    {
        var secret = RandomSecret.New();
        var digest = TextDigest.Of(secret);
        var now = clock.GetUtcNow();
        var exp = now.ToUnixTimeSeconds() + tenant.State.Policy.SessionLifetime;
        if (current?.State.Subject == user)
        {
            var again = new SessionReauthenticated(authentication, digest, exp);
            var outcome = await ExecuteAsync(tenant, current.Id, state => SessionDecider.Reauthenticate(state, again, now), origin).ConfigureAwait(false);
            if (outcome.Refusal is null)
                return (current with { State = SessionState.Evolve(current.State, again) }, $"{current.Id}.{secret}");
        }
        else if (current is not null)
        {
            await EndAsync(tenant, current.Id, "another_user", origin).ConfigureAwait(false);
        }

        var id = SessionId.From(Guid.CreateVersion7(now));
        var opened = new SessionOpened(authentication, digest, exp, user);
        await ExecuteAsync(tenant, id, state => SessionDecider.Open(state, opened), origin).ConfigureAwait(false);
        return (new BrowserSession(id, SessionState.Evolve(SessionState.Initial, opened)), $"{id}.{secret}");
    }

    /// <summary>A client learns who the session's user is.</summary>
    /// <returns>False if the session is over.</returns>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public async ValueTask<bool> JoinAsync(TenantView tenant, BrowserSession session, ClientId client, Origin origin)
    {
        if (session.State.Clients.Contains(client.Value))
            return true;
        var outcome = await ExecuteAsync(tenant, session.Id, state => SessionDecider.Join(state, client, clock.GetUtcNow()), origin).ConfigureAwait(false);
        return outcome.Refusal is null;
    }

    /// <summary>
    /// Ends a session, whoever wants it. Nothing if it has ended. Who is to be told of it enters the log in the same append: there is no moment at which a session
    /// has ended and nobody knows whom to tell. The refresh tokens that the session's user granted live on (OpenID Connect Core §11).
    /// </summary>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public async ValueTask EndAsync(TenantView tenant, SessionId session, string reason, Origin origin)
    {
        if (LogRetention.IsOver(tenant, session.Bits, clock.GetUtcNow()))
            return;
        var outcome = await aggregates.Sessions.ExecuteAsync(
            tenant.Id, SessionState.StreamOf(session), state => SessionDecider.End(state, reason), origin, CancellationToken.None, WhomToTell).ConfigureAwait(false);
        if (outcome.Appended?.Feed is { } feed)
            logouts.Begin(tenant.Id, session, feed);

        IReadOnlyList<StreamEvents> WhomToTell(SessionState state)
        {
            var due = LogoutDecider.Begin(LogoutState.Initial, new LogoutDue(WhoListens(tenant, state), session, state.Subject)).Events;
            return due.Count == 0 ? [] : [new StreamEvents(LogoutState.StreamOf(session), 0, due)];
        }
    }

    private static NameSet WhoListens(TenantView tenant, SessionState session) => NameSet.Of(
        session.Clients.Where(name => ClientId.TryParse(name, out var client) && tenant.Client(client).Settings.BackchannelLogoutUri is not null));

    internal static SessionState StateOf(RecordedEvent[] history) =>
        history.Aggregate(SessionState.Initial, (state, recorded) => SessionState.Evolve(state, (ISessionEvent)recorded.Event));

    private ValueTask<AggregateHost<SessionState, ISessionEvent>.Outcome> ExecuteAsync(
        TenantView tenant, SessionId session, Func<SessionState, Decision<ISessionEvent>> decide, Origin origin) =>
        aggregates.Sessions.ExecuteAsync(tenant.Id, SessionState.StreamOf(session), decide, origin, CancellationToken.None);
}

/// <summary>A session that is live: somebody has authenticated in it.</summary>
public sealed record BrowserSession(SessionId Id, SessionState State)
{
    /// <summary>What the session's user allows a client, with what is known of how they authenticated.</summary>
    /// <param name="client">Who may.</param>
    /// <param name="scope">What.</param>
    /// <param name="resources">Where; empty for nothing but <c>userinfo</c>.</param>
    internal FamilyAuthorized Authorize(ClientId client, NameSet scope, NameSet resources)
    {
        var authentication = State.Authentication!;
        return new FamilyAuthorized(
            authentication.Acr, authentication.Amr, authentication.AuthTime, client, Code: null, Nonce: null, resources, scope, Id.Value, State.Subject);
    }
}
