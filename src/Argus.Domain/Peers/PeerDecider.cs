using Argus.Domain.Kernel;

namespace Argus.Domain.Peers;

/// <summary>What may happen to a peer.</summary>
public static class PeerDecider
{
    /// <summary>Seconds after which the log says once more that the keys are still these.</summary>
    private const int ConfirmationInterval = 3_600;

    private static Refusal Unknown => new("peer_unknown", "There is no such peer");

    /// <summary>Makes the peer be as described. One that is disabled stays so.</summary>
    /// <param name="state">As it is.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="settings">As it is to be.</param>
    /// <param name="keys">All the keys that it is to have, if they are given; null to leave given keys alone.</param>
    /// <param name="around">What it must not be mistaken for.</param>
    /// <param name="now">The time.</param>
    public static Decision<IPeerEvent> Describe(
        PeerState state, PeerName name, PeerSettings settings, IReadOnlyList<OfferedKey>? keys, PeerSurroundings around, DateTimeOffset now)
    {
        if (Refuse(state, name, settings, keys, around) is { } refusal)
            return refusal;

        var events = new List<IPeerEvent>();
        if (!state.Exists)
            events.Add(new PeerTrusted(name, settings));
        else if (state.Settings != settings)
            events.Add(new PeerChanged(settings));

        // Keys that were read elsewhere, or given when there was no place to read them, are not the keys of who is described now.
        var isElsewhere = settings.JwksUri != state.Settings.JwksUri;
        var kept = state.Keys.Where(key => !isElsewhere || (settings.JwksUri is null && !key.IsFetched)).ToArray();
        events.AddRange(state.Keys.Except(kept).Select(key => new PeerKeyRemoved(now.ToUnixTimeSeconds(), key.Kid)));
        if (keys is not null)
            events.AddRange(Change(kept, keys, now));
        return events.ToArray();
    }

    /// <summary>The peer's document was read, and has keys.</summary>
    /// <param name="state">As it is.</param>
    /// <param name="readAt">Where it was read: no longer the right place, perhaps.</param>
    /// <param name="keys">The keys that can verify RS256.</param>
    /// <param name="ownModuli">Of the keys in the tenant's ring.</param>
    /// <param name="now">The time.</param>
    public static Decision<IPeerEvent> Refresh(PeerState state, string readAt, IReadOnlyList<OfferedKey> keys, IReadOnlySet<string> ownModuli, DateTimeOffset now)
    {
        if (FaultOf(keys, ownModuli) is { } fault)
            return RefuseKeys(state, readAt, fault);
        if (!IsReadAt(state, readAt))
            return Array.Empty<IPeerEvent>();

        var events = Change(state.Keys, keys, now);
        var isTold = events.Exists(@event => @event is PeerKeyAdded);
        var isDue = state.FetchedAt is not { } told || now.ToUnixTimeSeconds() - told >= ConfirmationInterval;
        if (!isTold && (events.Count > 0 || isDue || state.KeysFault is not null))
            events.Add(new PeerKeysConfirmed(now.ToUnixTimeSeconds()));
        return events.ToArray();
    }

    /// <summary>The peer's document was read, and makes no sense: the keys stay as they are.</summary>
    public static Decision<IPeerEvent> RefuseKeys(PeerState state, string readAt, string reason) =>
        IsReadAt(state, readAt) && state.KeysFault != reason ? new IPeerEvent[] { new PeerKeysRefused(reason) } : [];

    public static Decision<IPeerEvent> Disable(PeerState state) =>
        !state.Exists ? Unknown : state.Enabled ? new IPeerEvent[] { new PeerDisabled() } : [];

    public static Decision<IPeerEvent> Enable(PeerState state) =>
        !state.Exists ? Unknown : state.Enabled ? [] : new IPeerEvent[] { new PeerEnabled() };

    public static Decision<IPeerEvent> Remove(PeerState state) => !state.Exists ? Unknown : new IPeerEvent[] { new PeerRemoved() };

    private static Refusal? Refuse(PeerState state, PeerName name, PeerSettings settings, IReadOnlyList<OfferedKey>? keys, PeerSurroundings around)
    {
        if ((PeerRules.Fault(settings) ?? PeerRules.Conflict(name, settings, around)) is { } fault)
            return fault;
        if (state.Exists && state.Settings.Issuer != settings.Issuer)
            return new("issuer_fixed", $"Peer '{name}' is another issuer: remove it first, which ends what was trusted of it");
        if (settings.JwksUri is not null)
            return keys is null ? null : new("keys_twice", "The keys are either given or read at jwks_uri");
        return keys is null ? MissingKeys(state) : keys.Count == 0 ? NoKeys : PeerRules.Fault(name, keys, around);
    }

    private static Refusal NoKeys => new("keys_missing", "A peer needs jwks_uri, jwks or public_keys");

    private static Refusal? MissingKeys(PeerState state) => state.Settings.JwksUri is null && state.Keys.Any(key => !key.IsFetched) ? null : NoKeys;

    private static string? FaultOf(IReadOnlyList<OfferedKey> keys, IReadOnlySet<string> ownModuli)
    {
        if (keys.Count == 0)
            return PeerKeysFault.Empty;
        if (keys.Count > PeerRules.MostKeys)
            return PeerKeysFault.TooMany;
        return keys.Any(key => ownModuli.Contains(key.N)) ? PeerKeysFault.OwnKey : null;
    }

    private static bool IsReadAt(PeerState state, string readAt) => state.Enabled && state.Settings.JwksUri == readAt;

    /// <summary>First what goes, then what comes: a peer may give the name of a key to another.</summary>
    private static List<IPeerEvent> Change(IReadOnlyList<PeerKeyState> known, IReadOnlyList<OfferedKey> keys, DateTimeOffset now)
    {
        var at = now.ToUnixTimeSeconds();
        var gone = known.Where(key => !keys.Any(offered => offered.Kid == key.Kid && offered.N == key.N)).Select(key => new PeerKeyRemoved(at, key.Kid));
        var come = keys.Where(offered => !known.Any(key => key.Kid == offered.Kid && key.N == offered.N)).Select(key => new PeerKeyAdded(at, key.Kid, key.N, key.Source));
        return [.. gone, .. come];
    }
}
