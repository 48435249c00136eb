using Argus.Authority.Grains;
using Argus.Authority.Outbound;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Jose;
using Argus.Log;

namespace Argus.Authority.Federation;

/// <summary>
/// Reads a peer's document once, and has the log say what is different about the peer's keys. Every node does so for itself: whoever appends first has told it,
/// and the others then find nothing to tell.
/// </summary>
public sealed class PeerKeyReader(IOutboundDocuments documents, Aggregates aggregates, FeedFollower views, TimeProvider clock)
{
    /// <param name="tenant">Who trusts the peer.</param>
    /// <param name="peer">The peer; it has a place where its keys are.</param>
    /// <param name="jwksUri">That place.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How long the document may be kept, and why its keys were not taken, if they were not: one of <see cref="PeerKeysFault"/>, or a word for the way there.</returns>
    /// <exception cref="LogUnavailableException">The log does not say it, or this node cannot see it yet.</exception>
    public async Task<PeerReading> ReadAsync(TenantView tenant, PeerName peer, string jwksUri, CancellationToken cancellation)
    {
        OutboundDocument document;
        try
        {
            document = await documents.GetAsync(new Uri(jwksUri), null, cancellation).ConfigureAwait(false);
        }
        catch (OutboundException e)
        {
            var (fault, isDocument) = FaultOf(e.Failure);
            if (isDocument)
                await DecideAsync(tenant, peer, state => PeerDecider.RefuseKeys(state, jwksUri, fault)).ConfigureAwait(false);
            return new PeerReading(null, fault);
        }

        var decided = await DecideAsync(tenant, peer, Decision(tenant, jwksUri, document.Body)).ConfigureAwait(false);
        return new PeerReading(document.MaxAge, decided);
    }

    private Func<PeerState, Decision<IPeerEvent>> Decision(TenantView tenant, string jwksUri, ReadOnlyMemory<byte> body)
    {
        if (!JwkSet.TryParse(body.Span, out var keys, out var fault))
        {
            var reason = fault switch { JwkFault.PrivateMember => PeerKeysFault.PrivateKey, JwkFault.TooLarge => PeerKeysFault.TooLarge, _ => PeerKeysFault.Garbage };
            return state => PeerDecider.RefuseKeys(state, jwksUri, reason);
        }

        var offered = keys.Select(key => new OfferedKey(key.Kid, key.N, PeerKeySource.JwksUri)).ToArray();
        var own = tenant.OwnModuli.ToHashSet(StringComparer.Ordinal);
        return state => PeerDecider.Refresh(state, jwksUri, offered, own, clock.GetUtcNow());
    }

    /// <returns>Why the document stands refused, if it does.</returns>
    private async Task<string?> DecideAsync(TenantView tenant, PeerName peer, Func<PeerState, Decision<IPeerEvent>> decide)
    {
        var (refused, origin) = ((string?)null, new Origin("node:peer-keys", $"peer-keys:{Jti.From(Guid.CreateVersion7(clock.GetUtcNow()))}"));
        var outcome = await aggregates.Peers.ExecuteAsync(tenant.Id, PeerState.StreamOf(peer), Decide, origin, CancellationToken.None).ConfigureAwait(false);
        await views.ReachAsync(outcome.Feed).ConfigureAwait(false);
        return refused;

        Decision<IPeerEvent> Decide(PeerState state)
        {
            var decision = decide(state);
            refused = decision.Events.Aggregate(state, PeerState.Evolve).KeysFault;
            return decision;
        }
    }

    private static (string Fault, bool IsDocument) FaultOf(OutboundFailure failure) => failure switch
    {
        OutboundFailure.TooLarge => (PeerKeysFault.TooLarge, true),
        OutboundFailure.WrongType => (PeerKeysFault.Garbage, true),
        OutboundFailure.Refused => ("address_refused", false),
        OutboundFailure.TooSlow => ("too_slow", false),
        OutboundFailure.WrongStatus => ("wrong_status", false),
        _ => ("unreachable", false),
    };
}

/// <summary>What came of reading a peer's document.</summary>
/// <param name="MaxAge">How long it may be kept; null if it does not say.</param>
/// <param name="Fault">Why its keys were not taken; null if they were.</param>
public readonly record struct PeerReading(TimeSpan? MaxAge, string? Fault);
