using Argus.Domain.Kernel;

namespace Argus.Domain.Replays;

/// <summary>Whether something that tokens depend on is in service, and since when not.</summary>
/// <param name="OffSince">When it was disabled or removed; null while it is in service.</param>
internal readonly record struct Service(DateTimeOffset? OffSince);

/// <summary>What is in service and what is revoked, with the times at which that was committed: how late a contradiction is decides whether it is one.</summary>
internal sealed class Standing
{
    private const int LeastToForget = 1_024;

    private readonly Dictionary<ClientId, Service> _clients = [];
    private readonly Dictionary<SubjectId, Service> _users = [];
    private readonly Dictionary<string, Service> _peers = new(StringComparer.Ordinal);
    private readonly Dictionary<Jti, (DateTimeOffset At, long Exp)> _revoked = [];
    private readonly Dictionary<(string? Subject, ClientId? Client), List<(long Before, DateTimeOffset At)>> _bounds = [];
    private readonly Dictionary<string, DateTimeOffset> _changes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _prefixes = new(StringComparer.Ordinal);
    private int _forgetAt = LeastToForget;

    /// <summary>Grows with every change of what is in service.</summary>
    public long Version { get; private set; }

    public DateTimeOffset? TenantOffSince { get; private set; }

    /// <summary>Null for a client that there never was.</summary>
    public Service? Client(ClientId client) => Find(_clients, client);

    public Service? User(SubjectId subject) => Find(_users, subject);

    public Service? Peer(string issuer) => Find(_peers, issuer);

    /// <summary>When a token was revoked by name.</summary>
    public DateTimeOffset? RevokedAt(Jti token) => _revoked.TryGetValue(token, out var revoked) ? revoked.At : null;

    /// <summary>When that was first revoked which was issued to them at a position.</summary>
    public DateTimeOffset? RevokedSince(string subject, ClientId? client, long since)
    {
        if (_bounds.Count == 0)
            return null;
        DateTimeOffset? first = null;
        foreach (var key in (ReadOnlySpan<(string?, ClientId?)>)[(null, null), (subject, null), (null, client), (subject, client)])
        {
            foreach (var (before, at) in _bounds.GetValueOrDefault(key, []))
            {
                if (before > since && (first is null || at < first))
                    first = at;
            }
        }

        return first;
    }

    /// <summary>When something was last taken away from a client or resource; null for never.</summary>
    /// <param name="streams">Their streams.</param>
    public DateTimeOffset? ChangedAt(params ReadOnlySpan<string> streams)
    {
        DateTimeOffset? latest = null;
        foreach (var stream in streams)
        {
            if (_changes.TryGetValue(stream, out var at) && !(at < latest))
                latest = at;
        }

        return latest;
    }

    /// <summary>What stands, or once stood, before the names that a peer has given.</summary>
    public IEnumerable<string> PrefixesOf(string issuer) => _prefixes.GetValueOrDefault(issuer, []);

    /// <summary>Something is taken away from a client or resource.</summary>
    public void Change(string stream, DateTimeOffset time) => (_changes[stream], Version) = (time, Version + 1);

    public void SetPrefix(string issuer, string prefix)
    {
        if (!_prefixes.TryGetValue(issuer, out var known))
            _prefixes[issuer] = known = new(StringComparer.Ordinal);
        known.Add(prefix);
    }

    public void SetTenant(bool isEnabled, DateTimeOffset time) => (TenantOffSince, Version) = (Since(TenantOffSince, isEnabled, time), Version + 1);

    public void SetClient(ClientId client, bool isEnabled, DateTimeOffset time) => Set(_clients, client, isEnabled, time);

    public void SetUser(SubjectId subject, bool isEnabled, DateTimeOffset time) => Set(_users, subject, isEnabled, time);

    public void SetPeer(string issuer, bool isEnabled, DateTimeOffset time) => Set(_peers, issuer, isEnabled, time);

    public void Revoke(Jti token, long exp, DateTimeOffset time)
    {
        _revoked.TryAdd(token, (time, exp));
        if (_revoked.Count < _forgetAt)
            return;
        foreach (var (known, revoked) in _revoked)
        {
            if (revoked.Exp + ReplayBounds.TokenRemembrance < time.ToUnixTimeSeconds())
                _revoked.Remove(known);
        }

        _forgetAt = Math.Max(LeastToForget, 2 * _revoked.Count);
    }

    public void Revoke(string? subject, ClientId? client, long before, DateTimeOffset time)
    {
        if (!_bounds.TryGetValue((subject, client), out var bounds))
            _bounds[(subject, client)] = bounds = [];
        bounds.Add((before, time));
    }

    private void Set<TKey>(Dictionary<TKey, Service> services, TKey key, bool isEnabled, DateTimeOffset time)
        where TKey : notnull
    {
        services[key] = new Service(Since(services.GetValueOrDefault(key).OffSince, isEnabled, time));
        Version++;
    }

    private static DateTimeOffset? Since(DateTimeOffset? known, bool isEnabled, DateTimeOffset time) => isEnabled ? null : known ?? time;

    private static Service? Find<TKey>(Dictionary<TKey, Service> services, TKey key)
        where TKey : notnull => services.TryGetValue(key, out var service) ? service : null;
}
