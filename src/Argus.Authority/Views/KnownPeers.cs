using System.Collections.Concurrent;
using System.Collections.Immutable;
using Argus.Domain.Peers;

namespace Argus.Authority.Views;

/// <summary>A tenant's peers, by name and by issuer. One thread applies; others read meanwhile.</summary>
internal sealed class KnownPeers
{
    private readonly ConcurrentDictionary<PeerName, PeerState> _byName = new();
    private readonly ConcurrentDictionary<string, PeerState> _byIssuer = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableArray<PeerName>> _names = new(StringComparer.Ordinal);

    // Most tenants have none, and an empty dictionary takes all its locks to say so.
    private volatile bool _any;

    public bool Any => _any;

    public IReadOnlyList<PeerState> All =>
        _any ? [.. _byName.Select(peer => peer.Value).OrderBy(peer => peer.Name.Value, StringComparer.Ordinal)] : [];

    public PeerState? Find(PeerName peer) => _any ? _byName.GetValueOrDefault(peer) : null;

    /// <summary>Should two have the issuer, which only operators at two nodes at once can bring about: the first by name, on every node alike.</summary>
    public PeerState? Find(string issuer) => _any ? _byIssuer.GetValueOrDefault(issuer) : null;

    /// <summary>The names that an issuer has, or once had.</summary>
    public IReadOnlyList<PeerName> NamesOf(string issuer) => _names.GetValueOrDefault(issuer, []);

    /// <returns>The peer as it was before.</returns>
    public PeerState Apply(PeerName peer, IPeerEvent @event)
    {
        var before = _byName.GetValueOrDefault(peer, PeerState.Initial);
        var after = PeerState.Evolve(before, @event);
        if (after.Exists)
            _byName[peer] = after;
        else
            _byName.TryRemove(peer, out _);
        _any = !_byName.IsEmpty;

        // The issuer of a peer never changes.
        var issuer = (after.Exists ? after : before).Settings.Issuer;
        _names.AddOrUpdate(issuer, [peer], (_, known) => known.Contains(peer) ? known : known.Add(peer));
        if (All.FirstOrDefault(other => other.Settings.Issuer == issuer) is { } first)
            _byIssuer[issuer] = first;
        else
            _byIssuer.TryRemove(issuer, out _);
        return before;
    }
}
