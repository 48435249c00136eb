using System.Collections.Concurrent;
using Argus.Authority.RevocationFeed;
using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Keys;
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
using Argus.Jose.ClientProofs.Spiffe;

namespace Argus.Authority.Views;

/// <summary>
/// What this node knows of a tenant: its standing entries, folded. One thread applies them; requests read without a lock.
/// </summary>
public sealed class TenantView(TenantId id)
{
    /// <summary>A quiet feed is looked at every second; less than a few looks would refuse what is well.</summary>
    private const int FewestPolls = 3;

    private readonly ConcurrentDictionary<ClientId, ClientState> _clients = new();
    private readonly ConcurrentDictionary<ResourceId, ResourceState> _resources = new();
    private readonly ConcurrentDictionary<ProviderName, ProviderDescribed> _providers = new();
    private readonly KnownTrustDomains _trustDomains = new();
    private readonly KnownUsers _users = new();
    private readonly KnownPeers _peers = new();
    private readonly Lock _folding = new();
    private (long Position, DateTimeOffset Time) _latest = (-1, default);
    private TenantState _state = TenantState.Initial;
    private PublishedKeys _keys = PublishedKeys.None();
    private PublishedLogKeys _logKeys = PublishedLogKeys.None;
    private int _longestToken;
    private long _keysDueAt = long.MaxValue;

    public TenantId Id => id;

    public TenantState State => Volatile.Read(ref _state);

    public PublishedKeys Keys => Volatile.Read(ref _keys);

    /// <summary>The keys of the tenant's log, which sign its checkpoints.</summary>
    public PublishedLogKeys LogKeys => Volatile.Read(ref _logKeys);

    /// <summary>The moduli of all keys that are the tenant's own: of its tokens and of its log. No peer may have one of them.</summary>
    public IEnumerable<string> OwnModuli => Keys.Ring.Keys.Select(key => key.N).Concat(LogKeys.Spans.Keys.Select(key => key.Key.N));

    /// <summary>When time next brings something about in the key ring (NumericDate seconds).</summary>
    public long KeysDueAt => Volatile.Read(ref _keysDueAt);

    /// <summary>How long the states of the tenant's keys last. No policy that tokens of the active key were issued under is forgotten.</summary>
    public KeyTimes KeyTimes => KeyTimes.Of(State.Policy, Volatile.Read(ref _longestToken));

    /// <summary>
    /// How old the view may be when a key still signs by it: the key may have been deactivated since, and what it signs must expire before it leaves the JWKS.
    /// </summary>
    public TimeSpan MaxStalenessToSign => TimeSpan.FromSeconds(
        Math.Clamp(State.Policy.ClockSkew + State.Policy.JwksMaxAge, FewestPolls, AuthorityOptions.MaxStalenessToIssue.TotalSeconds));

    /// <summary>How long verifiers may keep the tenant's public documents (RFC 9111 §5.2.2, RFC 5861 §4).</summary>
    public string CacheControl { get; private set; } = "";

    public RevokedTokens Revoked { get; } = new();

    /// <summary>The same revocations, and all else that ends tokens, as resource servers are told of them.</summary>
    public RevocationHistory RevocationHistory { get; } = new();

    public PendingLogouts Logouts { get; } = new();

    public IEnumerable<KeyValuePair<ClientId, ClientState>> Clients => _clients;

    public IEnumerable<KeyValuePair<ResourceId, ResourceState>> Resources => _resources;

    public IEnumerable<UserState> Users => _users.All;

    /// <summary>The subjects of users who were erased.</summary>
    public IReadOnlyCollection<string> Erased => _users.Erased;

    public ClientState Client(ClientId client) => _clients.GetValueOrDefault(client, ClientState.Initial);

    public ResourceState Resource(ResourceId resource) => _resources.GetValueOrDefault(resource, ResourceState.Initial);

    /// <summary>The outside providers at which users may sign in, by name.</summary>
    public IReadOnlyList<ProviderDescribed> Providers =>
        _providers.IsEmpty ? [] : [.. _providers.Select(provider => provider.Value).OrderBy(provider => provider.Name.Value, StringComparer.Ordinal)];

    /// <returns>Null if there is no such provider, or no longer.</returns>
    public ProviderDescribed? Provider(ProviderName provider) => _providers.GetValueOrDefault(provider);

    /// <summary>Other authorities whose tokens are trusted, or were and are disabled, by name.</summary>
    public IReadOnlyList<PeerState> Peers => _peers.All;

    public bool HasPeers => _peers.Any;

    /// <returns>Null if there is no such peer, or no longer.</returns>
    public PeerState? Peer(PeerName peer) => _peers.Find(peer);

    /// <param name="issuer">As <c>iss</c> has it, byte for byte.</param>
    /// <returns>The peer, which may be disabled; null if nobody of that name is trusted.</returns>
    public PeerState? FindPeer(string issuer) => _peers.Find(issuer);

    /// <returns>What its workloads are verified with; null if there is no such trust domain, or no longer.</returns>
    public SpiffeBundle? TrustDomain(string name) => _trustDomains.Find(name);

    /// <returns>The bundle as it was described; null if there is none.</returns>
    public TrustDomainDescribed? DescribedTrustDomain(string name) => _trustDomains.Described(name);

    public UserState User(Username username) => _users.Find(username);

    /// <summary>The stream of a user, also of one who is no more; null if there never was one.</summary>
    public string? StreamOf(SubjectId subject) => _users.StreamOf(subject);

    /// <summary>The names under which an issuer is, or once was, trusted.</summary>
    public IReadOnlyList<PeerName> NamesOfPeer(string issuer) => _peers.NamesOf(issuer);

    /// <returns>Null if there is no such user, or no longer.</returns>
    public UserState? Subject(SubjectId subject) => _users.Find(subject);

    /// <summary>Every scope that some resource of the tenant knows.</summary>
    public NameSet Scopes() => NameSet.Of(_resources.Values.Where(resource => resource.Enabled).SelectMany(resource => resource.Scopes));

    /// <summary>
    /// All that is known, at one moment, for an auditor to compare with the log. The folding waits while the references are copied, and no longer.
    /// </summary>
    public ProjectionState Projections()
    {
        lock (_folding)
        {
            return new ProjectionState(_latest.Position, _latest.Time)
            {
                Tenant = _state,
                Ring = _keys.Ring,
                Jwks = _keys.Jwks,
                LogKeys = _logKeys.Spans,
                Resources = [.. _resources],
                Clients = [.. _clients],
                Users = [.. _users.ByStream.Select(user => new ProjectedUser(user.Key, user.Value.Subject, user.Value.Enabled) { Erased = user.Value.Erased })],
                Providers = [.. _providers.Values],
                TrustDomains = [.. _trustDomains.All],
                Peers = _peers.All,
                Logouts = [.. Logouts.All],
                Revocations = Revoked.State(),
            };
        }
    }

    /// <summary>
    /// Forgets what has expired, by this node's clock and by the log's time both: what counted when the latest entry was committed counts until the next one.
    /// </summary>
    internal void Forget(DateTimeOffset expiredBy)
    {
        lock (_folding)
        {
            Revoked.Forget(expiredBy < _latest.Time ? expiredBy : _latest.Time);
            RevocationHistory.Forget(expiredBy);
        }
    }

    internal void Apply(RecordedEvent recorded)
    {
        lock (_folding)
        {
            ApplyAlone(recorded);
            _latest = (recorded.Position, recorded.Time);
        }
    }

    private void ApplyAlone(RecordedEvent recorded)
    {
        // Who was removed is not known any more afterwards.
        var about = Subject(recorded);
        Fold(recorded);
        var items = RevocationItems.Of(recorded, about);
        if (items.Length > 0)
            RevocationHistory.Add(recorded.Position, recorded.Time, items);
    }

    /// <returns>Whom it is about, if they were known before: a user's subject, or a peer's issuer.</returns>
    private string? Subject(RecordedEvent recorded) => recorded.Event switch
    {
        IUserEvent when _users.InStream(recorded.Stream) is { Exists: true } user => user.Subject.Value,
        PeerTrusted { Settings.Issuer: var issuer } => _peers.Find(issuer) is null && _peers.NamesOf(issuer).Count > 0 ? issuer : null,
        IPeerEvent when PeerName.TryParse(NameIn(recorded.Stream, PeerState.StreamPrefix), out var name) => _peers.Find(name)?.Settings.Issuer,
        _ => null,
    };

    private void Fold(RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case ITenantEvent @event:
                Volatile.Write(ref _state, TenantState.Evolve(_state, @event));
                CacheControl = $"public, max-age={_state.Policy.JwksMaxAge}, stale-if-error=86400";
                FoldKeyTimes(@event);
                break;
            case IKeyRingEvent @event:
                Volatile.Write(ref _keys, _keys.After(@event));
                FoldKeyTimes(@event);
                break;
            case ILogKeyEvent:
                Volatile.Write(ref _logKeys, _logKeys.After(recorded));
                break;
            case IClientEvent @event when ClientId.TryParse(NameIn(recorded.Stream, "client:"), out var client):
                Apply(client, @event, recorded);
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
                _providers.TryRemove(provider, out _);
                break;
            case IPeerEvent @event when PeerName.TryParse(NameIn(recorded.Stream, PeerState.StreamPrefix), out var peer):
                Apply(peer, @event, recorded);
                break;
            case ISpiffeTrustDomainEvent @event when NameIn(recorded.Stream, SpiffeTrustDomainState.StreamPrefix) is { } domain:
                _trustDomains.Apply(domain, @event);
                break;
            case ILogoutEvent @event when SessionId.TryParse(NameIn(recorded.Stream, LogoutState.StreamPrefix), out var session):
                Logouts.Apply(session, @event);
                break;
            case TokenRevoked revoked:
                Revoked.Add(revoked.Jti, revoked.Exp);
                break;
            case TokensRevoked revoked:
                Revoked.Add(revoked, recorded.Position);
                break;
            case FamilyRevoked when FamilyId.TryParse(NameIn(recorded.Stream, "family:"), out var family):
                Revoked.Add(family, recorded.Time);
                break;
            default:
                throw new UnreadableEventException($"No view follows {recorded.Event.GetType().Name} in stream {recorded.Stream}.");
        }
    }

    private void Apply(ClientId client, IClientEvent @event, RecordedEvent recorded)
    {
        var state = ClientState.Evolve(Client(client), @event);
        if (state.Exists)
        {
            _clients[client] = state;
            return;
        }

        // Whoever has the name next does not inherit what was issued to this one.
        _clients.TryRemove(client, out _);
        Revoked.Add(new TokensRevoked(null, client, recorded.Time.ToUnixTimeSeconds(), "client_removed", null), recorded.Position);
    }

    private void Apply(PeerName peer, IPeerEvent @event, RecordedEvent recorded)
    {
        var before = _peers.Apply(peer, @event);
        if (before.Exists && @event is PeerDisabled or PeerRemoved)
            Revoked.Add(before.Settings.Issuer, recorded);
    }

    private void FoldKeyTimes(IDomainEvent @event)
    {
        Volatile.Write(ref _longestToken, KeyTimes.LongestToken(_longestToken, @event, _state.Policy));
        Volatile.Write(ref _keysDueAt, KeyRingDecider.DueAt(_keys.Ring, KeyTimes));
    }

    private static string? NameIn(string stream, string prefix) =>
        stream.StartsWith(prefix, StringComparison.Ordinal) ? stream[prefix.Length..] : null;
}
