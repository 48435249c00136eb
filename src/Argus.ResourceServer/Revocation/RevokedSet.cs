using System.Collections.Concurrent;

namespace Argus.ResourceServer.Revocation;

/// <summary>What an issuer has revoked, as of some epoch. One thread applies; requests ask meanwhile, without a lock or an allocation.</summary>
internal sealed class RevokedSet
{
    private readonly ConcurrentDictionary<string, long> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _families = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _peers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _audiences = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<NameHash, long> _subjects = new();
    private readonly ConcurrentDictionary<NameHash, long> _clients = new();
    private readonly ConcurrentDictionary<(NameHash? Subject, NameHash? Client), Bound> _bounds = new();
    private readonly ConcurrentDictionary<string, Bound> _peerBounds = new(StringComparer.Ordinal);
    private volatile bool _isTenantDisabled;
    private int _count;

    /// <summary>Revocations that are remembered.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Apply(IReadOnlyList<FeedItem> items)
    {
        foreach (var item in items)
            Apply(item);
        CountAnew();
    }

    /// <summary>Forgets what has no tokens any more.</summary>
    /// <param name="now">By the issuer's clock: this machine's may jump, and what is forgotten does not come again.</param>
    public void Forget(long now)
    {
        Forget(_tokens, now);
        Forget(_families, now);
        Forget(_subjects, now);
        Forget(_clients, now);
        Forget(_peers, now);
        foreach (var (holder, bound) in _bounds)
        {
            if (bound.Exp < now) _bounds.TryRemove(holder, out _);
        }

        foreach (var (peer, bound) in _peerBounds)
        {
            if (bound.Exp < now) _peerBounds.TryRemove(peer, out _);
        }

        CountAnew();
    }

    public bool IsTenantDisabled => _isTenantDisabled;

    public bool HasToken(string jti) => _tokens.ContainsKey(jti);

    public bool HasFamily(ReadOnlySpan<char> family) => _families.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(family);

    public bool HasKey(string kid) => _keys.ContainsKey(kid);

    /// <summary>Whether a peer is not trusted, or was not after a second, at which its token was issued or another made from that.</summary>
    public bool ReachesPeer(string issuer, long issuedAt) =>
        _peers.ContainsKey(issuer) || (_peerBounds.TryGetValue(issuer, out var bound) && issuedAt <= bound.NotBefore);

    public bool HasAudience(string audience) => _audiences.ContainsKey(audience);

    public bool HasSubject(in NameHash subject) => _subjects.ContainsKey(subject);

    public bool HasClient(in NameHash client) => _clients.ContainsKey(client);

    /// <summary>Whether what was issued to them at a second has been revoked since, with all that was until then.</summary>
    public bool Reaches(in NameHash subject, in NameHash client, long issuedAt) =>
        IsBound(null, null, issuedAt) || IsBound(subject, null, issuedAt) || IsBound(null, client, issuedAt) || IsBound(subject, client, issuedAt);

    private bool IsBound(NameHash? subject, NameHash? client, long issuedAt) => _bounds.TryGetValue((subject, client), out var bound) && issuedAt <= bound.NotBefore;

    private void Apply(in FeedItem item)
    {
        switch (item.Kind)
        {
            case FeedItemKind.Token: _tokens[item.Name!] = item.Exp; break;
            case FeedItemKind.Family: _families[item.Name!] = item.Exp; break;
            case FeedItemKind.Key: _keys[item.Name!] = item.Exp; break;
            case FeedItemKind.Peer: Set(_peers, item.Name!, item); break;
            case FeedItemKind.PeerBefore: Extend(_peerBounds, item.Name!, item); break;
            case FeedItemKind.Audience: Set(_audiences, item.Name!, item); break;
            case FeedItemKind.Subject: Set(_subjects, item.Subject!.Value, item); break;
            case FeedItemKind.Client: Set(_clients, item.Client!.Value, item); break;
            case FeedItemKind.Tenant: _isTenantDisabled = item.IsRevoked; break;
            default: Extend(_bounds, (item.Subject, item.Client), item); break;
        }
    }

    private static void Set<T>(ConcurrentDictionary<T, long> names, T name, in FeedItem item) where T : notnull
    {
        if (item.IsRevoked) names[name] = item.Exp;
        else names.TryRemove(name, out _);
    }

    private static void Extend<T>(ConcurrentDictionary<T, Bound> bounds, T name, in FeedItem item) where T : notnull
    {
        var bound = new Bound(item.NotBefore, item.Exp);
        bounds[name] = bounds.TryGetValue(name, out var known) && known.NotBefore > bound.NotBefore ? known : bound;
    }

    private static void Forget<T>(ConcurrentDictionary<T, long> names, long now) where T : notnull
    {
        foreach (var (name, expiry) in names)
        {
            if (expiry < now) names.TryRemove(name, out _);
        }
    }

    private void CountAnew() => Volatile.Write(
        ref _count,
        _tokens.Count + _families.Count + _keys.Count + _peers.Count + _audiences.Count + _subjects.Count + _clients.Count + _bounds.Count + _peerBounds.Count + (_isTenantDisabled ? 1 : 0));

    private readonly record struct Bound(long NotBefore, long Exp);
}
