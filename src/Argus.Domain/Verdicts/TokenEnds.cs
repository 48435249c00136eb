using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Keys;
using Argus.Domain.Peers;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Domain.Users;

namespace Argus.Domain.Verdicts;

/// <summary>One thing that keeps a token from being honoured.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Since">Since when.</param>
/// <param name="Position">The entry that says so.</param>
internal readonly record struct TokenEnd(VerdictKind Kind, DateTimeOffset Since, long Position);

/// <summary>
/// All that keeps a token from being honoured, folded entry by entry. Some of it ends again: a client is enabled, a peer trusted anew. What must be there (the client, the user, the
/// key, the peer) is missing until the log says that it is.
/// </summary>
internal sealed class TokenEnds
{
    private readonly IssuedToken _issued;
    private readonly HashSet<ClientId> _clients;
    private readonly HashSet<SubjectId> _subjects;
    private readonly HashSet<string> _tokens;
    private readonly HashSet<string> _families;
    private readonly Dictionary<string, TokenEnd> _ends = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClientState> _clientStates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UserState> _users = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, PeerState> _peers = new(StringComparer.Ordinal);
    private TenantState _tenant = TenantState.Initial;

    public TokenEnds(IssuedToken issued)
    {
        _issued = issued;
        _clients = [.. issued.Clients()];
        _subjects = [.. issued.Subjects()];
        _tokens = [.. issued.Tokens().Select(token => token.Value)];
        _families = [.. issued.Families().Select(FamilyState.StreamOf)];
        var missing = new TokenEnd(VerdictKind.Revoked, issued.Time, issued.Position);
        _ends["tenant"] = missing;
        foreach (var client in _clients)
            _ends[ClientState.StreamOf(client)] = missing;
        foreach (var subject in _subjects)
            _ends[$"subject:{subject}"] = missing;
        foreach (var (issuer, _, _) in issued.Peers())
            _ends[$"peer:{issuer}"] = missing;
        foreach (var (kid, _) in issued.Keys())
            _ends[$"unknown:{kid}"] = missing with { Kind = VerdictKind.KeyCompromised };
    }

    /// <summary>The one that came first; a compromised key before what came in the same moment.</summary>
    public TokenEnd? First() => _ends.Count == 0 ? null : _ends.Values.OrderBy(end => end.Since).ThenByDescending(end => end.Kind).ThenBy(end => end.Position).First();

    public void Add(RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case ITenantEvent @event:
                _tenant = TenantState.Evolve(_tenant, @event);
                Set("tenant", !_tenant.Enabled, recorded);
                break;
            case IKeyRingEvent @event:
                Add(@event, recorded);
                break;
            case IClientEvent @event:
                Add(@event, recorded);
                break;
            case IUserEvent @event:
                Add(@event, recorded);
                break;
            case IPeerEvent @event:
                Add(@event, recorded);
                break;
            case TokenRevoked revoked when _tokens.Contains(revoked.Jti.Value):
                Set($"token:{revoked.Jti}", true, recorded);
                break;
            case FamilyRevoked when _families.Contains(recorded.Stream):
                Set(recorded.Stream, true, recorded);
                break;
            case TokensRevoked revoked:
                Bound(revoked.Subject, revoked.ClientId, revoked.Before ?? recorded.Position, recorded);
                break;
        }
    }

    private void Add(IKeyRingEvent @event, RecordedEvent recorded)
    {
        if (@event is KeyGenerated or KeyImported)
            _ends.Remove($"unknown:{((IKeyEvent)@event).Kid}");
        if (@event is not KeyRevoked revoked)
            return;
        foreach (var (kid, at) in _issued.Keys())
        {
            // What the log took before the leak was issued by this authority and nobody else.
            if (kid == revoked.Kid.Value && !(at < revoked.CompromisedSince))
                Set($"key:{kid}", true, recorded, VerdictKind.KeyCompromised);
        }
    }

    private void Add(IClientEvent @event, RecordedEvent recorded)
    {
        if (!_clients.Any(client => ClientState.StreamOf(client) == recorded.Stream))
            return;
        var after = ClientState.Evolve(_clientStates.GetValueOrDefault(recorded.Stream, ClientState.Initial), @event);
        _clientStates[recorded.Stream] = after;
        Set(recorded.Stream, !after.Enabled, recorded);

        // Whoever has the name next does not inherit what was issued to this one.
        if (!after.Exists)
            Bound(null, _clients.First(client => ClientState.StreamOf(client) == recorded.Stream), recorded.Position, recorded);
    }

    private void Add(IUserEvent @event, RecordedEvent recorded)
    {
        var before = _users.GetValueOrDefault(recorded.Stream, UserState.Initial);
        var after = UserState.Evolve(before, @event);
        if (before.Exists && before.Subject != after.Subject && _subjects.Contains(before.Subject))
            Set($"subject:{before.Subject}", true, recorded);
        if (after.Exists && _subjects.Contains(after.Subject))
            Set($"subject:{after.Subject}", !after.Enabled, recorded);
        if ((before.Exists && _subjects.Contains(before.Subject)) || (after.Exists && _subjects.Contains(after.Subject)))
            _users[recorded.Stream] = after;
    }

    private void Add(IPeerEvent @event, RecordedEvent recorded)
    {
        var before = _peers.GetValueOrDefault(recorded.Stream, PeerState.Initial);
        var after = PeerState.Evolve(before, @event);
        _peers[recorded.Stream] = after;
        var changed = (after.Exists ? after : before).Settings.Issuer;
        foreach (var (issuer, since, iat) in _issued.Peers().Where(peer => peer.Issuer == changed))
        {
            // Should two have the issuer, the first by name is the one.
            var trusted = _peers.Values.FirstOrDefault(peer => peer.Exists && peer.Settings.Issuer == issuer);
            Set($"peer:{issuer}", trusted is not { Enabled: true }, recorded);
            if (before.Exists && @event is PeerDisabled or PeerRemoved && (recorded.Position > since || iat <= recorded.Time.ToUnixTimeSeconds()))
                Set($"peer-before:{issuer}", true, recorded);
        }
    }

    private void Bound(string? subject, ClientId? client, long before, RecordedEvent recorded)
    {
        foreach (var holder in _issued.Holders())
        {
            if ((subject is null || subject == holder.Subject) && (client is null || client == holder.Client) && before > holder.Since)
                Set("bound", true, recorded);
        }
    }

    /// <summary>Keeps the entry with which it began.</summary>
    private void Set(string what, bool isInForce, RecordedEvent recorded, VerdictKind kind = VerdictKind.Revoked)
    {
        if (!isInForce)
            _ends.Remove(what);
        else
            _ends.TryAdd(what, new TokenEnd(kind, recorded.Time, recorded.Position));
    }
}
