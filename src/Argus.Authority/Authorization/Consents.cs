using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Consents;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Authorization;

/// <summary>What users have allowed clients. The log is asked each time: what was withdrawn at one node is withdrawn.</summary>
public sealed class Consents(Aggregates aggregates, IEventLog log, FeedFollower views, AuthorityOptions options, TimeProvider clock)
{
    private const int MostTries = 8;

    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<ConsentState> FindAsync(TenantView tenant, SubjectId user, ClientId client) =>
        Fold(await log.ReadEventsAsync(tenant.Id, ConsentState.StreamOf(user, client)).ConfigureAwait(false));

    /// <summary>Remembers what a user has just allowed.</summary>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public async ValueTask GrantAsync(TenantView tenant, SubjectId user, ClientId client, AskedAccess access, Origin origin)
    {
        var granted = new ConsentGranted(client, access.Resources, access.Scope, user);
        await aggregates.Consents.ExecuteAsync(
            tenant.Id, ConsentState.StreamOf(user, client), state => ConsentDecider.Grant(state, granted), origin, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Forgets what a user allowed a client, and revokes all tokens that followed from it, in one append: neither is true without the other.</summary>
    /// <returns>False if there was nothing to forget.</returns>
    /// <exception cref="LogUnavailableException">It is not durable, or does not show in this node's view yet.</exception>
    public async ValueTask<bool> WithdrawAsync(TenantView tenant, SubjectId user, ClientId client, Origin origin)
    {
        var stream = ConsentState.StreamOf(user, client);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var history = await log.ReadEventsAsync(tenant.Id, stream).ConfigureAwait(false);
            var decided = ConsentDecider.Withdraw(Fold(history)).Events;
            if (decided.Count == 0)
                return false;

            var append = new Append(
                tenant.Id.Value, new StreamAppend(stream, history.Length, [Entries.Of(decided[0], origin)]), RevocationOf(user, client, origin));
            if (await log.AppendAsync(append, CancellationToken.None).ConfigureAwait(false) is not AppendResult.Appended appended)
                continue;
            await views.ReachAsync(appended.Feed, options.AppendTimeout).ConfigureAwait(false);
            return true;
        }

        throw new LogUnavailableException($"{tenant.Id}/{stream} changed under every one of {MostTries} tries.");
    }

    private StreamAppend RevocationOf(SubjectId user, ClientId client, Origin origin)
    {
        var now = clock.GetUtcNow();
        var revoked = new TokensRevoked(null, client, now.ToUnixTimeSeconds(), "consent_withdrawn", user.Value);
        return new StreamAppend($"revocation:{Jti.From(Guid.CreateVersion7(now))}", 0, [Entries.Of(revoked, origin)]);
    }

    private static ConsentState Fold(IEnumerable<RecordedEvent> history) =>
        history.Aggregate(ConsentState.Initial, (state, recorded) => ConsentState.Evolve(state, (IConsentEvent)recorded.Event));
}
