using System.Collections.Immutable;
using Argus.Domain.Kernel;

namespace Argus.Domain.Peers;

/// <summary>Another authority whose tokens a tenant trusts, folded from its stream.</summary>
public sealed record PeerState
{
    public const string StreamPrefix = "peer:";

    /// <summary>Seconds for which fetched keys are trusted after the document with them was last read.</summary>
    public const int LongestWithoutKeys = 86_400;

    public static PeerState Initial { get; } = new();

    public PeerName Name { get; private init; }

    public bool Exists { get; private init; }

    public bool Enabled { get; private init; }

    public PeerSettings Settings { get; private init; } = new();

    /// <summary>All that are known, oldest first; <see cref="TrustedKeys"/> has those that count.</summary>
    public ImmutableArray<PeerKeyState> Keys { get; private init; } = [];

    /// <summary>When the peer's document was last read and taken (NumericDate seconds, up to an hour behind); null if it never was.</summary>
    public long? FetchedAt { get; private init; }

    /// <summary>Why the document was not taken the last time, by the whole stream: standing events alone do not tell.</summary>
    public string? KeysFault { get; private init; }

    public static string StreamOf(PeerName peer) => $"{StreamPrefix}{peer}";

    /// <summary>The keys that its tokens may be signed with at a time (NumericDate seconds): pinned, and not known from long ago only.</summary>
    public IEnumerable<PeerKeyState> TrustedKeys(long now) => Enabled ? Keys.Where(key => Trusts(key, now)) : [];

    /// <returns>Null if the peer's tokens may not be signed with a key of this name, now.</returns>
    public PeerKeyState? TrustedKey(string kid, long now)
    {
        foreach (var key in Keys)
        {
            if (key.Kid == kid)
                return Enabled && Trusts(key, now) ? key : null;
        }

        return null;
    }

    public static PeerState Evolve(PeerState state, IPeerEvent @event) => @event switch
    {
        PeerTrusted e => new PeerState { Name = e.Name, Exists = true, Enabled = true, Settings = e.Settings },
        PeerChanged e => state with { Settings = e.Settings },
        PeerKeyAdded e => state.With(new PeerKeyState(e.Kid, e.N, e.Source, e.At)),
        PeerKeyRemoved e => state with { Keys = state.Keys.RemoveAll(key => key.Kid == e.Kid) },
        PeerKeysConfirmed e => state with { FetchedAt = Later(state.FetchedAt, e.At), KeysFault = null },
        PeerKeysRefused e => state with { KeysFault = e.Reason },
        PeerDisabled => state with { Enabled = false },
        PeerEnabled => state with { Enabled = true },
        PeerRemoved => Initial,
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a peer."),
    };

    private bool Trusts(PeerKeyState key, long now) =>
        (Settings.PinnedKids.Count == 0 || Settings.PinnedKids.Contains(key.Kid) || Settings.PinnedKids.Contains(key.Thumbprint))
        && (!key.IsFetched || now - FetchedAt <= LongestWithoutKeys);

    private PeerState With(PeerKeyState key) =>
        key.IsFetched ? this with { Keys = Keys.Add(key), FetchedAt = Later(FetchedAt, key.Since), KeysFault = null } : this with { Keys = Keys.Add(key) };

    /// <summary>Nodes' clocks differ; what was seen once was not unseen later.</summary>
    private static long Later(long? known, long at) => Math.Max(known ?? at, at);
}
