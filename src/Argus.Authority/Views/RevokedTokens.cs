using System.Collections.Concurrent;
using Argus.Domain.Kernel;

namespace Argus.Authority.Views;

/// <summary>The live revocations of a tenant. One whose token has expired is forgotten: expiry alone refuses the token then.</summary>
public sealed class RevokedTokens
{
    private readonly ConcurrentDictionary<Jti, long> _expiries = new();

    public int Count => _expiries.Count;

    public bool Contains(Jti token) => _expiries.ContainsKey(token);

    internal void Add(Jti token, long expiry) => _expiries[token] = expiry;

    internal void Forget(DateTimeOffset expiredBy)
    {
        var seconds = expiredBy.ToUnixTimeSeconds();
        foreach (var (token, expiry) in _expiries)
        {
            if (expiry < seconds)
                _expiries.TryRemove(token, out _);
        }
    }
}
