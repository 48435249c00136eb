using Argus.Authority.Federation;
using Argus.Authority.Grains;
using Argus.Authority.Provisioning;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Server.Admin.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Peers;

/// <summary>Other authorities whose tokens a tenant trusts.</summary>
internal sealed class PeerEndpoints(TenantDirectory directory, Aggregates aggregates, Provisioned provisioned, PeerKeyRefresh keys, TimeProvider clock) : IAdminEndpoint
{
    public void Map(RouteGroupBuilder root)
    {
        var peers = root.MapGroup("/tenants/{tenant}/peers").WithTags("Peers");
        peers.MapGet("", List).WithMetadata(AdminScope.Audit).WithSummary("Lists the authorities whose tokens a tenant trusts, by name.");
        peers.MapGet("/{peer}", Show).WithMetadata(AdminScope.Audit).WithSummary("Shows a peer and its keys.");
        peers.MapPut("/{peer}", DescribeAsync).WithMetadata(AdminScope.Admin).Accepts<DescribedPeer>("application/json")
            .WithSummary("Makes a peer be as described: a peer of the provisioning document. A private key is refused, and the refusal is on record.");
        peers.MapDelete("/{peer}", RemoveAsync).WithMetadata(AdminScope.Admin)
            .WithSummary("Trusts a peer no more, for good, and revokes what was made from its tokens. Its name is free.");
        peers.MapPost("/{peer}/disable", (HttpContext http, string tenant, string peer) => CommandAsync(http, tenant, peer, PeerDecider.Disable))
            .WithMetadata(AdminScope.Admin).WithSummary("Trusts a peer no more, from this moment on, and revokes what was made from its tokens.");
        peers.MapPost("/{peer}/enable", (HttpContext http, string tenant, string peer) => CommandAsync(http, tenant, peer, PeerDecider.Enable))
            .WithMetadata(AdminScope.Admin).WithSummary("Trusts a peer again. Its tokens from before stay refused.");
    }

    private Results<Ok<Page<PeerResource>>, ProblemHttpResult> List(string tenant, string? after, int? limit)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        return Paging.Of(view.Peers, peer => peer.Name.Value, after, limit) is var (peers, next)
            ? TypedResults.Ok(new Page<PeerResource>([.. peers.Select(peer => Shown(view, peer))], next))
            : Paging.Impossible();
    }

    private Results<Ok<PeerResource>, ProblemHttpResult> Show(string tenant, string peer) =>
        Find(tenant, peer) is var (view, state) ? TypedResults.Ok(Shown(view, state)) : Unknown();

    private async Task<Results<Ok<PeerResource>, ProblemHttpResult>> DescribeAsync(HttpContext http, string tenant, string peer)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if (!PeerName.TryParse(peer, out var name))
            return Problem.Invalid("A peer's name is 1 to 63 of a-z 0-9 -.");
        return await provisioned.ApplyAsync(http, json => ProvisioningReader.ReadPeer(json, view.Id, name)).ConfigureAwait(false) is { } problem
            ? problem
            : Show(tenant, peer);
    }

    private async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(HttpContext http, string tenant, string peer) =>
        await ExecuteAsync(http, tenant, peer, PeerDecider.Remove).ConfigureAwait(false) is { } problem ? problem : TypedResults.NoContent();

    private async Task<Results<Ok<PeerResource>, ProblemHttpResult>> CommandAsync(
        HttpContext http, string tenant, string peer, Func<PeerState, Decision<IPeerEvent>> decide) =>
        await ExecuteAsync(http, tenant, peer, decide).ConfigureAwait(false) is { } problem ? problem : Show(tenant, peer);

    private async Task<ProblemHttpResult?> ExecuteAsync(HttpContext http, string tenant, string peer, Func<PeerState, Decision<IPeerEvent>> decide) =>
        Find(tenant, peer) is var (view, state)
            ? await provisioned.ExecuteAsync(http, aggregates.Peers, view.Id, PeerState.StreamOf(state.Name), decide).ConfigureAwait(false)
            : Unknown();

    private (TenantView View, PeerState State)? Find(string tenant, string peer) =>
        directory.Find(tenant) is { State.Exists: true } view && PeerName.TryParse(peer, out var name) && view.Peer(name) is { } state ? (view, state) : null;

    private PeerResource Shown(TenantView view, PeerState peer) => PeerResource.Of(peer, keys.StateOf(view.Id, peer.Name), clock.GetUtcNow());

    private static ProblemHttpResult Unknown() => Problem.Of(StatusCodes.Status404NotFound, "peer_unknown", "There is no such tenant, or it has no such peer.");
}
