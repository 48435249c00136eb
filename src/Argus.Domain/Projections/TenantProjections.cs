using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.LogKeys;
using Argus.Domain.Logouts;
using Argus.Domain.Peers;
using Argus.Domain.Resources;
using Argus.Domain.SpiffeTrustDomains;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Domain.Users;

namespace Argus.Domain.Projections;

/// <summary>
/// What nodes and the database know of a tenant, folded again from its log by nothing but the log. An auditor compares it with what they say they know.
/// </summary>
public sealed class TenantProjections : IDisposable
{
    private readonly Dictionary<ClientId, ClientState> _clients = [];
    private readonly Dictionary<ResourceId, ResourceState> _resources = [];
    private readonly ProjectedUsers _users = new();
    private readonly Dictionary<ProviderName, ProviderDescribed> _providers = [];
    private readonly Dictionary<string, TrustDomainDescribed> _trustDomains = new(StringComparer.Ordinal);
    private readonly Dictionary<PeerName, PeerState> _peers = [];
    private readonly Dictionary<SessionId, LogoutState> _logouts = [];
    private readonly LiveRevocations _revocations = new();
    private readonly FoldedLabels _labels = new();

    /// <summary>The last standing entry; -1 before the first.</summary>
    public long Position { get; private set; } = -1;

    /// <summary>When that was committed.</summary>
    public DateTimeOffset Time { get; private set; }

    public TenantState Tenant { get; private set; } = TenantState.Initial;

    public KeyRingState Ring { get; private set; } = KeyRingState.Initial;

    /// <summary>The keys that sign the log's checkpoints.</summary>
    public LogKeySpans LogKeys { get; private set; } = LogKeySpans.None;

    /// <summary>The digest of the labels up to and with the last entry that was added.</summary>
    public string Labels => _labels.Digest();

    public ClientState Client(ClientId client) => _clients.GetValueOrDefault(client, ClientState.Initial);

    public ResourceState Resource(ResourceId resource) => _resources.GetValueOrDefault(resource, ResourceState.Initial);

    /// <param name="stream">The name of the user's stream.</param>
    /// <returns>Null for a user who is not there, or not any more.</returns>
    public ProjectedUser? User(string stream) => _users.Find(stream);

    public PeerState Peer(PeerName peer) => _peers.GetValueOrDefault(peer, PeerState.Initial);

    public LogoutState Logout(SessionId session) => _logouts.GetValueOrDefault(session, LogoutState.Initial);

    public bool HasProvider(ProviderName provider) => _providers.ContainsKey(provider);

    public bool HasTrustDomain(string name) => _trustDomains.ContainsKey(name);

    /// <param name="jwks">Writes the JWKS of a ring.</param>
    public ProjectionState State(Func<KeyRingState, ReadOnlyMemory<byte>> jwks) => new(Position, Time)
    {
        Tenant = Tenant,
        Ring = Ring,
        Jwks = jwks(Ring),
        LogKeys = LogKeys,
        Resources = [.. _resources],
        Clients = [.. _clients],
        Users = _users.All,
        Providers = [.. _providers.Values],
        TrustDomains = [.. _trustDomains.Values],
        Peers = [.. _peers.Values],
        Logouts = [.. _logouts.Values],
        Revocations = _revocations.State(),
    };

    /// <summary>Folds an entry in; those that no projection is made of are passed over.</summary>
    /// <exception cref="UnreadableEventException">A standing entry that no view follows, or one that does not belong into its stream.</exception>
    public void Add(RecordedEvent recorded)
    {
        _labels.Add(recorded);
        if (!EventCatalog.Of(recorded.Event).Standing)
            return;
        Fold(recorded);
        (Position, Time) = (recorded.Position, recorded.Time);
    }

    public void Dispose() => _labels.Dispose();

    private void Fold(RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case ITenantEvent @event:
                Tenant = TenantState.Evolve(Tenant, @event);
                break;
            case IKeyRingEvent @event:
                Ring = KeyRingState.Evolve(Ring, @event);
                break;
            case ILogKeyEvent:
                LogKeys = LogKeys.After(recorded);
                break;
            case IClientEvent @event when ClientId.TryParse(NameIn(recorded.Stream, "client:"), out var client):
                Fold(client, @event, recorded);
                break;
            case IResourceEvent @event when ResourceId.TryParse(NameIn(recorded.Stream, "resource:"), out var resource):
                _resources[resource] = ResourceState.Evolve(Resource(resource), @event);
                break;
            case IUserEvent @event when recorded.Stream.StartsWith(UserState.StreamPrefix, StringComparison.Ordinal):
                _users.Apply(recorded.Stream, @event);
                break;
            case ProviderDescribed described:
                _providers[described.Name] = described;
                break;
            case ProviderRemoved when ProviderName.TryParse(NameIn(recorded.Stream, IdentityProviderState.StreamPrefix), out var provider):
                _providers.Remove(provider);
                break;
            case IPeerEvent @event when PeerName.TryParse(NameIn(recorded.Stream, PeerState.StreamPrefix), out var peer):
                Fold(peer, @event, recorded);
                break;
            case ISpiffeTrustDomainEvent @event when NameIn(recorded.Stream, SpiffeTrustDomainState.StreamPrefix) is { } domain:
                if (SpiffeTrustDomainState.Evolve(SpiffeTrustDomainState.Initial, @event).Described is { } known)
                    _trustDomains[domain] = known;
                else
                    _trustDomains.Remove(domain);
                break;
            case ILogoutEvent @event when SessionId.TryParse(NameIn(recorded.Stream, LogoutState.StreamPrefix), out var session):
                Keep(_logouts, session, LogoutState.Evolve(Logout(session), @event), logout => !logout.Pending.IsEmpty);
                break;
            case TokenRevoked revoked:
                _revocations.Add(revoked, recorded.Time);
                break;
            case TokensRevoked revoked:
                _revocations.Add(revoked.Subject, revoked.ClientId, revoked.Before ?? recorded.Position, revoked.NotBefore);
                break;
            case FamilyRevoked when FamilyId.TryParse(NameIn(recorded.Stream, "family:"), out var family):
                _revocations.Add(family, recorded.Time);
                break;
            default:
                throw new UnreadableEventException($"No view follows {recorded.Event.GetType().Name} in stream {recorded.Stream}.");
        }
    }

    private void Fold(ClientId client, IClientEvent @event, RecordedEvent recorded)
    {
        var state = ClientState.Evolve(Client(client), @event);
        Keep(_clients, client, state, known => known.Exists);
        if (!state.Exists)
            _revocations.Add(null, client, recorded.Position, recorded.Time.ToUnixTimeSeconds());
    }

    private void Fold(PeerName peer, IPeerEvent @event, RecordedEvent recorded)
    {
        var before = Peer(peer);
        Keep(_peers, peer, PeerState.Evolve(before, @event), known => known.Exists);
        if (before.Exists && @event is PeerDisabled or PeerRemoved)
            _revocations.AddPeer(before.Settings.Issuer, recorded.Position, recorded.Time);
    }

    private static void Keep<TKey, TState>(Dictionary<TKey, TState> known, TKey key, TState state, Func<TState, bool> exists)
        where TKey : notnull
    {
        if (exists(state))
            known[key] = state;
        else
            known.Remove(key);
    }

    private static string? NameIn(string stream, string prefix) =>
        stream.StartsWith(prefix, StringComparison.Ordinal) ? stream[prefix.Length..] : null;
}
