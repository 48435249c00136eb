using Argus.Authority.Grains;
using Argus.Authority.PersonalData;
using Argus.Authority.Views;
using Argus.Domain.Consents;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Authorization;

/// <summary>
/// What users have allowed clients. The log is asked each time: what was withdrawn at one node is withdrawn. What was allowed before the tokens of a client or
/// user were revoked, as when the client was removed, counts no more: whoever has the client's name next must ask.
/// </summary>
public sealed class Consents(IEventLog log, EntryWriter writer, FeedFollower views, TimeProvider clock)
{
    private const int MostTries = 8;

    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<ConsentState> FindAsync(TenantView tenant, SubjectId user, ClientId client)
    {
        var history = await log.ReadEventsAsync(tenant.Id, ConsentState.StreamOf(user, client)).ConfigureAwait(false);
        return Fold(tenant, user, client, history);
    }

    /// <summary>What a user has allowed the client of a request, if that is not enough for it.</summary>
    /// <returns>Null if nothing is missing: all is allowed, or the client need not ask.</returns>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<ConsentState?> FindInsufficientAsync(TenantView tenant, SubjectId user, AuthorizationRequest asked)
    {
        if (asked.Return.Client.Settings.SkipConsent)
            return null;
        var known = await FindAsync(tenant, user, asked.Return.ClientId).ConfigureAwait(false);
        return known.Covers(asked.Access.Scope, asked.Access.Resources) ? null : known;
    }

    /// <summary>Remembers what a user has just allowed.</summary>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public async ValueTask GrantAsync(TenantView tenant, SubjectId user, ClientId client, AskedAccess access, Origin origin)
    {
        var granted = new ConsentGranted(client, access.Resources, access.Scope, user);
        await AppendAsync(tenant, user, client, state => ConsentDecider.Grant(state, granted), origin).ConfigureAwait(false);
    }

    /// <summary>Forgets what a user allowed a client, and revokes all tokens that followed from it, in one append: neither is true without the other.</summary>
    /// <returns>False if there was nothing to forget.</returns>
    /// <exception cref="LogUnavailableException">It is not durable, or does not show in this node's view yet.</exception>
    public async ValueTask<bool> WithdrawAsync(TenantView tenant, SubjectId user, ClientId client, Origin origin)
    {
        var now = clock.GetUtcNow();
        var revoked = new TokensRevoked(null, client, now.ToUnixTimeSeconds(), "consent_withdrawn", user.Value);
        var entries = await writer.WriteAsync(tenant.Id, [revoked], origin, user).ConfigureAwait(false);
        var revocation = new StreamAppend($"revocation:{Jti.From(Guid.CreateVersion7(now))}", 0, entries);
        var appended = await AppendAsync(tenant, user, client, ConsentDecider.Withdraw, origin, revocation).ConfigureAwait(false);
        await views.ReachAsync(appended?.Feed).ConfigureAwait(false);
        return appended is not null;
    }

    private async ValueTask<AppendResult.Appended?> AppendAsync(
        TenantView tenant, SubjectId user, ClientId client, Func<ConsentState, Decision<IConsentEvent>> decide, Origin origin, params StreamAppend[] more)
    {
        var stream = ConsentState.StreamOf(user, client);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var history = await log.ReadEventsAsync(tenant.Id, stream).ConfigureAwait(false);
            var events = decide(Fold(tenant, user, client, history)).Events;
            if (events.Count == 0)
                return null;
            var entries = await writer.WriteAsync(tenant.Id, events, origin, user).ConfigureAwait(false);
            var append = new Append(tenant.Id.Value, [new StreamAppend(stream, history.Length, entries), .. more]);
            if (await log.AppendAsync(append, CancellationToken.None).ConfigureAwait(false) is AppendResult.Appended appended)
                return appended;
        }

        throw new LogUnavailableException($"{tenant.Id}/{stream} changed under every one of {MostTries} tries.");
    }

    private static ConsentState Fold(TenantView tenant, SubjectId user, ClientId client, IEnumerable<RecordedEvent> history) => history
        .Where(recorded => !tenant.Revoked.Reaches(user.Value, client, recorded.Position))
        .Aggregate(ConsentState.Initial, (state, recorded) => ConsentState.Evolve(state, (IConsentEvent)recorded.Event));
}
