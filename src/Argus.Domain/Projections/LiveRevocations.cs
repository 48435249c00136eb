using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;

namespace Argus.Domain.Projections;

/// <summary>The live revocations of a tenant as its log alone makes them: the time at which something is forgotten is the log's too.</summary>
internal sealed class LiveRevocations
{
    private const int LeastToForget = 1_024;

    private readonly Dictionary<Jti, long> _tokens = [];
    private readonly Dictionary<FamilyId, long> _families = [];
    private readonly Dictionary<(string? Subject, ClientId? Client), (long Before, long NotBefore)> _bounds = [];
    private readonly Dictionary<string, (long Before, long NotBefore)> _peers = new(StringComparer.Ordinal);
    private int _forgetAt = LeastToForget;

    public void Add(TokenRevoked revoked, DateTimeOffset time)
    {
        _tokens[revoked.Jti] = revoked.Exp;
        Forget(time);
    }

    public void Add(FamilyId family, DateTimeOffset time)
    {
        _families[family] = time.ToUnixTimeSeconds() + TenantPolicy.LongestTokenLifetime;
        Forget(time);
    }

    /// <param name="before">The first position that is not touched.</param>
    public void Add(string? subject, ClientId? client, long before, long notBefore)
    {
        var (knownBefore, knownNotBefore) = _bounds.GetValueOrDefault((subject, client), (before, notBefore));
        _bounds[(subject, client)] = (Math.Max(knownBefore, before), Math.Max(knownNotBefore, notBefore));
    }

    /// <summary>A peer is not trusted any more.</summary>
    public void AddPeer(string issuer, long position, DateTimeOffset time) => _peers[issuer] = (position, time.ToUnixTimeSeconds());

    public RevocationsState State() => new(
        [.. _tokens],
        [.. _families],
        [
            .. _bounds.Select(bound => new RevocationBound(bound.Key.Subject, bound.Key.Client, null, bound.Value.Before, bound.Value.NotBefore)),
            .. _peers.Select(peer => new RevocationBound(null, null, peer.Key, peer.Value.Before, peer.Value.NotBefore)),
        ]);

    /// <summary>The first position that the bound does not touch; -1 where there is none.</summary>
    public long Before(string? subject, ClientId? client) => _bounds.TryGetValue((subject, client), out var bound) ? bound.Before : -1;

    /// <summary>What expired before the latest entry counts for nothing (<see cref="ProjectionState.Time"/>), now or later.</summary>
    private void Forget(DateTimeOffset time)
    {
        if (_tokens.Count + _families.Count < _forgetAt)
            return;
        var seconds = time.ToUnixTimeSeconds();
        foreach (var (token, expiry) in _tokens)
        {
            if (expiry < seconds)
                _tokens.Remove(token);
        }

        foreach (var (family, expiry) in _families)
        {
            if (expiry < seconds)
                _families.Remove(family);
        }

        _forgetAt = Math.Max(LeastToForget, 2 * (_tokens.Count + _families.Count));
    }
}
