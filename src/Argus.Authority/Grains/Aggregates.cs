using Argus.Authority.PersonalData;
using Argus.Domain.Archive;
using Argus.Domain.Clients;
using Argus.Domain.ClientSecretUses;
using Argus.Domain.DelegatedSignIns;
using Argus.Domain.Handoffs;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.LogKeys;
using Argus.Domain.Logouts;
using Argus.Domain.Peers;
using Argus.Domain.PushedRequests;
using Argus.Domain.Resources;
using Argus.Domain.Sessions;
using Argus.Domain.Signals;
using Argus.Domain.SpiffeTrustDomains;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Domain.Users;
using Argus.Log;

namespace Argus.Authority.Grains;

/// <summary>The aggregates of the domain, over one log.</summary>
public sealed class Aggregates(IEventLog log, EntryWriter writer)
{
    public AggregateHost<TenantState, ITenantEvent> Tenants { get; } = new(log, writer, new(TenantState.Initial, TenantState.Evolve));

    public AggregateHost<ResourceState, IResourceEvent> Resources { get; } = new(log, writer, new(ResourceState.Initial, ResourceState.Evolve));

    public AggregateHost<ClientState, IClientEvent> Clients { get; } = new(log, writer, new(ClientState.Initial, ClientState.Evolve));

    public AggregateHost<ClientSecretUsesState, IClientSecretUsesEvent> ClientSecretUses { get; } = new(log, writer, new(ClientSecretUsesState.Initial, ClientSecretUsesState.Evolve));

    public AggregateHost<UserState, IUserEvent> Users { get; } = new(log, writer, new(UserState.Initial, UserState.Evolve) { About = state => state.Exists ? state.Subject : null });

    public AggregateHost<KeyRingState, IKeyRingEvent> KeyRings { get; } = new(log, writer, new(KeyRingState.Initial, KeyRingState.Evolve));

    public AggregateHost<LogKeysState, ILogKeyEvent> LogKeys { get; } = new(log, writer, new(LogKeysState.Initial, LogKeysState.Evolve));

    public AggregateHost<PushedRequestState, IPushedRequestEvent> PushedRequests { get; } = new(log, writer, new(PushedRequestState.Initial, PushedRequestState.Evolve));

    public AggregateHost<HandoffState, IHandoffEvent> Handoffs { get; } = new(log, writer, new(HandoffState.Initial, HandoffState.Evolve) { About = state => state.Accepted?.Subject });

    public AggregateHost<SessionState, ISessionEvent> Sessions { get; } = new(log, writer, new(SessionState.Initial, SessionState.Evolve)
    {
        Labels = (stream, events) => [.. SessionLabels.Of(events[0]).Select(label => new StreamLabel(stream, label))],
        About = state => state.Exists ? state.Subject : null,
    });

    public AggregateHost<IdentityProviderState, IIdentityProviderEvent> IdentityProviders { get; } = new(log, writer, new(IdentityProviderState.Initial, IdentityProviderState.Evolve));

    public AggregateHost<SpiffeTrustDomainState, ISpiffeTrustDomainEvent> SpiffeTrustDomains { get; } = new(log, writer, new(SpiffeTrustDomainState.Initial, SpiffeTrustDomainState.Evolve));

    public AggregateHost<DelegatedSignInState, IDelegatedSignInEvent> DelegatedSignIns { get; } = new(log, writer, new(DelegatedSignInState.Initial, DelegatedSignInState.Evolve));

    public AggregateHost<PeerState, IPeerEvent> Peers { get; } = new(log, writer, new(PeerState.Initial, PeerState.Evolve));

    public AggregateHost<LogoutState, ILogoutEvent> Logouts { get; } = new(log, writer, new(LogoutState.Initial, LogoutState.Evolve));

    public AggregateHost<SignalState, ISignalEvent> Signals { get; } = new(log, writer, new(SignalState.Initial, SignalState.Evolve) { KeepWarm = 1_024 });

    public AggregateHost<ArchiveState, IArchiveEvent> Archives { get; } = new(log, writer, new(ArchiveState.Initial, ArchiveState.Evolve));

    public AggregateHost<TokenState, ITokenEvent> Tokens { get; } = new(log, writer, new(TokenState.Initial, TokenState.Evolve));

    /// <summary>
    /// How long the states of a tenant's keys last, by the log itself: a view may not know yet that tokens live longer now, and no token may outlive its key.
    /// </summary>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<KeyTimes> ReadKeyTimesAsync(TenantId tenant)
    {
        var ring = await log.ReadEventsAsync(tenant, KeyRingState.Stream).ConfigureAwait(false);
        var policies = await log.ReadEventsAsync(tenant, TenantState.Stream).ConfigureAwait(false);
        var (state, longest) = (TenantState.Initial, 0);
        foreach (var recorded in ring.Concat(policies).OrderBy(recorded => recorded.Position))
        {
            if (recorded.Event is ITenantEvent @event)
                state = TenantState.Evolve(state, @event);
            longest = KeyTimes.LongestToken(longest, recorded.Event, state.Policy);
        }

        return KeyTimes.Of(state.Policy, longest);
    }

    /// <summary>Puts on record what is no aggregate's own event: nothing is decided by it, so it has a stream to itself.</summary>
    /// <returns>Null if a stream of that name has an event already.</returns>
    /// <exception cref="LogUnavailableException">It is not durable, or not known to be.</exception>
    public async ValueTask<AppendResult.Appended?> RecordAsync(TenantId tenant, string stream, IDomainEvent @event, Origin origin)
    {
        var entries = await writer.WriteAsync(tenant, [@event], origin).ConfigureAwait(false);
        var append = new Append(tenant.Value, new StreamAppend(stream, 0, entries));
        return await log.AppendAsync(append, CancellationToken.None).ConfigureAwait(false) as AppendResult.Appended;
    }
}
