using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Sessions;
using Argus.Log;

namespace Argus.Authority.Sessions;

/// <summary>What the log holds of browsers' sessions, for operators and auditors.</summary>
public sealed class SessionRecords(LabelledStreams streams, IEventLog log, TimeProvider clock)
{
    private static readonly string Prefix = SessionState.StreamOf(default)[..^default(SessionId).Value.Length];

    /// <summary>A page of sessions, those that began last first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="subject">Only this user's.</param>
    /// <param name="before">Where the page begins; null for the first one.</param>
    /// <param name="limit">How many at most.</param>
    /// <exception cref="LogUnavailableException"/>
    public ValueTask<LabelledPage<SessionRecord>> ListAsync(TenantView tenant, SubjectId? subject, long? before, int limit) => streams.PageAsync(
        tenant.Id,
        subject is { } user ? SessionLabels.Of(user) : SessionLabels.All,
        before,
        limit,
        stream => SessionId.TryParse(stream[Prefix.Length..], out var id)
            ? FindAsync(tenant, id)
            : throw new UnreadableEventException($"Stream {stream} bears the label of a session."));

    /// <returns>Null if there is none.</returns>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<SessionRecord?> FindAsync(TenantView tenant, SessionId session)
    {
        var history = await log.ReadEventsAsync(tenant.Id, SessionState.StreamOf(session)).ConfigureAwait(false);
        if (history.Length == 0)
            return null;
        var state = BrowserSessions.StateOf(history);
        var ended = history.Select(recorded => recorded.Event).OfType<SessionEnded>().SingleOrDefault()?.Reason
            ?? (tenant.Revoked.Reaches(state.Subject.Value, default, history[0].Position) ? "tokens_revoked" : null);
        return new SessionRecord(session, state, history[0].Time, ended, ended is null && !state.IsLive(clock.GetUtcNow()));
    }
}

/// <summary>A session as the log has it, in the light of now.</summary>
/// <param name="Id">Which.</param>
/// <param name="State">Its own state.</param>
/// <param name="OpenedAt">When it began.</param>
/// <param name="Ended">Why it is over before its time, by its own stream or by a revocation of wider reach; null if it is not.</param>
/// <param name="IsExpired">Whether its time is over.</param>
public sealed record SessionRecord(SessionId Id, SessionState State, DateTimeOffset OpenedAt, string? Ended, bool IsExpired);
