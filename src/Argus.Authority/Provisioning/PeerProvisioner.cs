using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;

namespace Argus.Authority.Provisioning;

/// <summary>Makes a tenant's peers be as described. What is so already appends nothing.</summary>
public sealed class PeerProvisioner(Aggregates aggregates, TenantDirectory directory, Issuers issuers, TimeProvider clock)
{
    /// <summary>What the peers that are described must not be mistaken for, each other included: the tenant, and its peers as they are to be.</summary>
    internal static PeerSurroundings Around(TenantDescription tenant, TenantView? view, Issuers issuers)
    {
        var peers = (view?.Peers ?? []).ToDictionary(peer => peer.Name);
        foreach (var described in tenant.Peers)
        {
            var known = peers.GetValueOrDefault(described.Name, PeerState.Initial);
            IPeerEvent change = known.Exists ? new PeerChanged(described.On(known.Settings)) : new PeerTrusted(described.Name, described.On(known.Settings));
            peers[described.Name] = (described.Keys ?? []).Aggregate(PeerState.Evolve(known, change), (peer, key) => PeerState.Evolve(peer, new PeerKeyAdded(0, key.Kid, key.N, key.Source)));
        }

        var moduli = (view?.OwnModuli ?? []).ToHashSet(StringComparer.Ordinal);
        return new PeerSurroundings(issuers.Of(view ?? new TenantView(tenant.Tenant)), moduli, [.. peers.Values]);
    }

    /// <returns>The rule that is against it, or the feed number of what was appended; neither if nothing was.</returns>
    internal async ValueTask<(Refusal? Refusal, long? Feed)> ApplyAsync(TenantDescription tenant, PeerDescription description, Origin origin)
    {
        var view = directory.Find(tenant.Tenant.Value);
        var around = Around(tenant, view, issuers);
        if (Describe(view?.Peer(description.Name) ?? PeerState.Initial) is { Refusal: null, Events.Count: 0 })
            return (null, null);
        var outcome = await aggregates.Peers.ExecuteAsync(
            tenant.Tenant, PeerState.StreamOf(description.Name), Describe, origin, CancellationToken.None).ConfigureAwait(false);
        return (outcome.Refusal, outcome.Appended?.Feed);

        Decision<IPeerEvent> Describe(PeerState state) =>
            PeerDecider.Describe(state, description.Name, description.On(state.Settings), description.Keys, around, clock.GetUtcNow());
    }

    /// <summary>Puts on record that somebody gave a private key away. Where there is no such tenant, the system tenant keeps the record.</summary>
    internal async ValueTask RecordAsync(IReadOnlyList<RefusedPrivateKey> refused, Origin origin)
    {
        foreach (var key in refused)
        {
            var tenant = directory.Find(key.Tenant.Value) is { State.Exists: true } ? key.Tenant : TenantId.System;
            var stream = $"peer-key:{Jti.From(Guid.CreateVersion7(clock.GetUtcNow()))}";
            await aggregates.RecordAsync(tenant, stream, new PeerPrivateKeyRefused(key.Peer, key.Reason, key.Source), origin).ConfigureAwait(false);
        }
    }
}
