using System.Collections.Concurrent;
using System.Collections.Immutable;
using Argus.Domain.Kernel;
using Argus.Domain.Projections;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;

namespace Argus.Authority.Views;

/// <summary>
/// The live revocations of a tenant: of tokens, of families, of whatever was issued to somebody or came from a peer before a position of the log. Each is looked at on its
/// own. What only concerns tokens that have expired is forgotten: expiry alone refuses them then.
/// </summary>
public sealed class RevokedTokens
{
    private readonly ConcurrentDictionary<Jti, long> _expiries = new();
    private readonly ConcurrentDictionary<FamilyId, long> _families = new();
    private readonly ConcurrentDictionary<(string? Subject, ClientId? Client), Bound> _bounds = new();
    private readonly ConcurrentDictionary<(string? Subject, ClientId? Client), ImmutableArray<long>> _entries = new();
    private readonly ConcurrentDictionary<string, Bound> _peers = new(StringComparer.Ordinal);

    // Most tenants have none, and an empty dictionary takes all its locks to say so.
    private volatile bool _anyBound;
    private volatile bool _anyPeer;

    public int Count => _expiries.Count;

    /// <summary>Whether the token, or its family, was revoked by name.</summary>
    public bool Contains(Jti token) => _expiries.ContainsKey(token) || (token.Family is { } family && _families.ContainsKey(family));

    /// <summary>Whether what was issued to this subject and client at a position has been revoked since, with all that was.</summary>
    /// <param name="subject">As <c>sub</c> has it.</param>
    /// <param name="client">To whom.</param>
    /// <param name="since">The position of the issuance, or of the entry with which the user allowed the family.</param>
    public bool Reaches(string subject, ClientId client, long since)
    {
        if (!_anyBound)
            return false;
        return Before(null, null) > since || Before(subject, null) > since || Before(null, client) > since || Before(subject, client) > since;
    }

    /// <summary>The first second in which a token may be issued to them: one that is told by seconds alone would be born dead before.</summary>
    public long EarliestIssue(string subject, ClientId client)
    {
        if (!_anyBound)
            return 0;
        return 1 + Math.Max(
            Math.Max(NotBefore(null, null), NotBefore(subject, null)),
            Math.Max(NotBefore(null, client), NotBefore(subject, client)));
    }

    /// <summary>Whether a peer was disabled or removed after a position at which a token was made from one of its tokens, or from one made from those.</summary>
    /// <param name="issuer">The peer's, as an ancestor's <c>iss</c> has it.</param>
    /// <param name="since">The position of the issuance.</param>
    public bool ReachesPeer(string issuer, long since) => _anyPeer && _peers.TryGetValue(issuer, out var bound) && bound.Position > since;

    /// <summary>The first second (NumericDate) of which tokens of the peer are good: those from before it was disabled or removed are not, should it be trusted again.</summary>
    public long EarliestOfPeer(string issuer) => _anyPeer && _peers.TryGetValue(issuer, out var bound) ? bound.NotBefore + 1 : 0;

    /// <summary>The positions of all entries that ever revoked what was issued to this subject and client, or to all.</summary>
    public IReadOnlyList<long> EntriesOf(string subject, ClientId client) =>
        _anyBound ? [.. Entries(null, null), .. Entries(subject, null), .. Entries(null, client), .. Entries(subject, client)] : [];

    internal RevocationsState State() => new(
        [.. _expiries],
        [.. _families],
        [
            .. _bounds.Select(bound => new RevocationBound(bound.Key.Subject, bound.Key.Client, null, bound.Value.Position, bound.Value.NotBefore)),
            .. _peers.Select(peer => new RevocationBound(null, null, peer.Key, peer.Value.Position, peer.Value.NotBefore)),
        ]);

    internal void Add(Jti token, long expiry) => _expiries[token] = expiry;

    internal void Add(FamilyId family, DateTimeOffset revokedAt) => _families[family] = revokedAt.ToUnixTimeSeconds() + TenantPolicy.LongestTokenLifetime;

    internal void Add(TokensRevoked revoked, long position)
    {
        _bounds.AddOrUpdate(
            (revoked.Subject, revoked.ClientId),
            new Bound(revoked.Before ?? position, revoked.NotBefore),
            (_, known) => new Bound(Math.Max(known.Position, revoked.Before ?? position), Math.Max(known.NotBefore, revoked.NotBefore)));
        _entries.AddOrUpdate((revoked.Subject, revoked.ClientId), [position], (_, known) => known.Add(position));
        _anyBound = true;
    }

    /// <summary>A peer is not trusted any more.</summary>
    internal void Add(string issuer, RecordedEvent ending)
    {
        _peers[issuer] = new Bound(ending.Position, ending.Time.ToUnixTimeSeconds());
        _anyPeer = true;
    }

    internal void Forget(DateTimeOffset expiredBy)
    {
        var seconds = expiredBy.ToUnixTimeSeconds();
        foreach (var (token, expiry) in _expiries)
        {
            if (expiry < seconds)
                _expiries.TryRemove(token, out _);
        }

        foreach (var (family, expiry) in _families)
        {
            if (expiry < seconds)
                _families.TryRemove(family, out _);
        }
    }

    private ImmutableArray<long> Entries(string? subject, ClientId? client) => _entries.GetValueOrDefault((subject, client), []);

    private long Before(string? subject, ClientId? client) => _bounds.TryGetValue((subject, client), out var bound) ? bound.Position : -1;

    private long NotBefore(string? subject, ClientId? client) => _bounds.TryGetValue((subject, client), out var bound) ? bound.NotBefore : -1;

    private readonly record struct Bound(long Position, long NotBefore);
}
