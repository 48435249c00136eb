using Argus.Domain.Clients;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Kernel;
using Argus.Domain.LogKeys;
using Argus.Domain.Logouts;
using Argus.Domain.Peers;
using Argus.Domain.Projections;
using Argus.Domain.Resources;
using Argus.Domain.SpiffeTrustDomains;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Domain.Users;

namespace Argus.Domain.Replays;

/// <summary>
/// Whether a standing event is one that some decider could have decided on the state before it, and what it means for what is issued later. Asked before the event is folded in.
/// </summary>
internal sealed class LifeChecks(Findings findings, TenantProjections before, KeyChecks keys, Standing standing)
{
    private readonly LogKeyChecks _logKeys = new(findings);

    public void Add(RecordedEvent recorded)
    {
        _logKeys.Pass(recorded);
        if (recorded.Event is ClientChanged or ClientRemoved or ResourceScopesChanged or ResourceDisabled)
            standing.Change(recorded.Stream, recorded.Time);
        var canHappen = recorded.Event switch
        {
            ITenantEvent @event => Add(recorded, @event),
            IClientEvent @event => Add(recorded, @event),
            IUserEvent @event => Add(recorded, @event),
            IPeerEvent @event => Add(recorded, @event),
            IResourceEvent @event => CanHappen(@event, NameIn(recorded, "resource:", out ResourceId resource) ? before.Resource(resource) : null),
            ILogoutEvent @event => CanHappen(@event, NameIn(recorded, LogoutState.StreamPrefix, out SessionId session) ? before.Logout(session) : null),
            ProviderDescribed described => recorded.Stream == IdentityProviderState.StreamOf(described.Name),
            ProviderRemoved => NameIn(recorded, IdentityProviderState.StreamPrefix, out ProviderName provider) && before.HasProvider(provider),
            TrustDomainDescribed described => recorded.Stream == SpiffeTrustDomainState.StreamOf(described.TrustDomain),
            TrustDomainRemoved => recorded.Stream.StartsWith(SpiffeTrustDomainState.StreamPrefix, StringComparison.Ordinal)
                && before.HasTrustDomain(recorded.Stream[SpiffeTrustDomainState.StreamPrefix.Length..]),
            ILogKeyEvent @event => _logKeys.CanHappen(recorded, @event, before.LogKeys),
            TokenRevoked revoked => Add(recorded, revoked),
            TokensRevoked revoked => Add(recorded, revoked),
            _ => true,
        };
        if (recorded.Event is Keys.IKeyRingEvent ringEvent)
            keys.Add(recorded, ringEvent, before.Ring);
        if (!canHappen)
            findings.Add(FindingName.EventOutOfLife, recorded.Position, $"{EventCatalog.NameOf(recorded.Event)} does not follow in {recorded.Stream}");
    }

    private bool Add(RecordedEvent recorded, ITenantEvent @event)
    {
        if (@event is TenantCreated or TenantDisabled or TenantEnabled)
            standing.SetTenant(@event is not TenantDisabled, recorded.Time);
        var tenant = before.Tenant;
        return @event switch
        {
            TenantCreated created => !tenant.Exists && created.Tenant.Value == recorded.Tenant,
            TenantDisabled => tenant is { Exists: true, Enabled: true },
            TenantEnabled => tenant is { Exists: true, Enabled: false },
            _ => tenant.Exists,
        };
    }

    private bool Add(RecordedEvent recorded, IClientEvent @event)
    {
        if (!NameIn(recorded, "client:", out ClientId client))
            return false;
        if (@event is ClientRegistered or ClientEnabled or ClientDisabled or ClientRemoved)
            standing.SetClient(client, @event is ClientRegistered or ClientEnabled, recorded.Time);
        if (@event is ClientRemoved)
            standing.Revoke(null, client, recorded.Position, recorded.Time);
        var state = before.Client(client);
        return @event switch
        {
            ClientRegistered registered => !state.Exists && registered.ClientId == client,
            ClientDisabled => state is { Exists: true, Enabled: true },
            ClientEnabled => state is { Exists: true, Enabled: false },
            ClientSecretAdded added => state.Exists && state.Secrets.All(kept => kept.Id != added.Id),
            ClientSecretRemoved removed => state.Secrets.Any(kept => kept.Id == removed.Id),
            _ => state.Exists,
        };
    }

    private bool Add(RecordedEvent recorded, IUserEvent @event)
    {
        var user = before.User(recorded.Stream);
        if (@event is UserRegistered registered)
        {
            var isNew = user is null && standing.User(registered.Subject) is null;
            standing.SetUser(registered.Subject, true, recorded.Time);
            return isNew;
        }

        if (@event is UserErased erased)
            return user is not { Erased: true } && EndAll(erased, recorded.Time);
        if (user is not { Erased: false } known)
            return false;
        if (@event is UserEnabled or UserDisabled or UserRemoved)
            standing.SetUser(known.Subject, @event is UserEnabled, recorded.Time);
        return @event switch
        {
            UserDisabled => known.Enabled,
            UserEnabled => !known.Enabled,
            _ => true,
        };
    }

    /// <returns>Whether there was each of them: the user, or who had the name before and was removed.</returns>
    private bool EndAll(UserErased erased, DateTimeOffset time)
    {
        var areKnown = erased.Subjects.Count > 0;
        foreach (var subject in erased.Subjects)
        {
            areKnown &= SubjectId.TryParse(subject, out var user) && standing.User(user) is not null;
            standing.SetUser(user, false, time);
        }

        return areKnown;
    }

    private bool Add(RecordedEvent recorded, IPeerEvent @event)
    {
        if (!NameIn(recorded, PeerState.StreamPrefix, out PeerName name))
            return false;
        var peer = before.Peer(name);
        if (((@event as PeerTrusted)?.Settings ?? (@event as PeerChanged)?.Settings) is { } settings)
            standing.SetPrefix(settings.Issuer, settings.SubjectPrefix);
        if (@event is PeerTrusted trusted)
        {
            standing.SetPeer(trusted.Settings.Issuer, true, recorded.Time);
            return !peer.Exists && trusted.Name == name;
        }

        if (@event is PeerEnabled or PeerDisabled or PeerRemoved && peer.Exists)
            standing.SetPeer(peer.Settings.Issuer, @event is PeerEnabled, recorded.Time);
        return @event switch
        {
            PeerDisabled => peer is { Exists: true, Enabled: true },
            PeerEnabled => peer is { Exists: true, Enabled: false },
            PeerKeyAdded added => peer.Exists && peer.Keys.All(key => key.Kid != added.Kid),
            PeerKeyRemoved removed => peer.Keys.Any(key => key.Kid == removed.Kid),
            _ => peer.Exists,
        };
    }

    private bool Add(RecordedEvent recorded, TokenRevoked revoked)
    {
        standing.Revoke(revoked.Jti, revoked.Exp, recorded.Time);

        // What stands in a stream of its own was issued there first; a family's token was issued in the family's.
        return recorded.Stream == TokenState.StreamOf(revoked.Jti) && (revoked.Jti.Family is not null || recorded.StreamVersion > 0);
    }

    private bool Add(RecordedEvent recorded, TokensRevoked revoked)
    {
        standing.Revoke(revoked.Subject, revoked.ClientId, revoked.Before ?? recorded.Position, recorded.Time);
        return !(revoked.Before > recorded.Position);
    }

    private static bool CanHappen(IResourceEvent @event, ResourceState? state) => @event switch
    {
        ResourceRegistered => state is { Exists: false },
        ResourceDisabled => state is { Exists: true, Enabled: true },
        ResourceEnabled => state is { Exists: true, Enabled: false },
        _ => state is { Exists: true },
    };

    /// <summary>One whose clients have all been told is not known any more: nothing follows but what its stream's versions forbid.</summary>
    private static bool CanHappen(ILogoutEvent @event, LogoutState? state) => @event switch
    {
        LogoutDue due => state is { Exists: false } && due.Clients.Count > 0,
        LogoutAttempted attempted => state is { } known && known.Pending.TryGetValue(attempted.ClientId, out var made) && attempted.Attempt == made + 1 && made < LogoutSchedule.MostAttempts,
        LogoutDelivered delivered => state is { } known && known.Pending.TryGetValue(delivered.ClientId, out var made) && made > 0,
        LogoutAbandoned abandoned => state is { } known && known.Pending.ContainsKey(abandoned.ClientId),
        _ => false,
    };

    private static bool NameIn<TId>(RecordedEvent recorded, string prefix, out TId id)
        where TId : struct, ITextId<TId>
    {
        id = default;
        return recorded.Stream.StartsWith(prefix, StringComparison.Ordinal) && TId.TryParse(recorded.Stream[prefix.Length..], out id);
    }
}
