using Argus.Authority.Grains;
using Argus.Authority.Provisioning;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Tenants;

/// <summary>A tenant's clients: what they may do, and whether they are served.</summary>
internal sealed class ClientEndpoints(TenantDirectory directory, Aggregates aggregates, Provisioned provisioned) : IAdminEndpoint
{
    public void Map(RouteGroupBuilder root)
    {
        var clients = root.MapGroup("/tenants/{tenant}/clients").WithTags("Clients");
        clients.MapGet("", List).WithMetadata(AdminScope.Audit).WithSummary("Lists a tenant's clients by name.");
        clients.MapGet("/{client}", Show).WithMetadata(AdminScope.Audit).WithSummary("Shows a client.");
        clients.MapPut("/{client}", DescribeAsync).WithMetadata(AdminScope.Admin).Accepts<ClientResource>("application/json")
            .WithSummary("Makes a client be as described: a client of the provisioning document.");
        clients.MapPost("/{client}/disable", (HttpContext http, string tenant, string client) => CommandAsync(http, tenant, client, ClientDecider.Disable))
            .WithMetadata(AdminScope.Admin).WithSummary("Stops serving a client, from this moment on; its tokens are inactive.");
        clients.MapPost("/{client}/enable", (HttpContext http, string tenant, string client) => CommandAsync(http, tenant, client, ClientDecider.Enable))
            .WithMetadata(AdminScope.Admin).WithSummary("Serves a client again.");
        clients.MapDelete("/{client}", RemoveAsync).WithMetadata(AdminScope.Admin)
            .WithSummary("Removes a client, from this moment on; its tokens are inactive for good. Its name is free.");
    }

    private Results<Ok<Page<ClientResource>>, ProblemHttpResult> List(string tenant, string? after, int? limit)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        return Paging.Of(view.Clients, client => client.Key.Value, after, limit) is var (clients, next)
            ? TypedResults.Ok(new Page<ClientResource>([.. clients.Select(client => ClientResource.Of(client.Key, client.Value))], next))
            : Paging.Impossible();
    }

    private Results<Ok<ClientResource>, ProblemHttpResult> Show(string tenant, string client) =>
        Find(tenant, client) is var (_, id, state) ? TypedResults.Ok(ClientResource.Of(id, state)) : UnknownClient();

    private async Task<Results<Ok<ClientResource>, ProblemHttpResult>> DescribeAsync(HttpContext http, string tenant, string client)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if (!TryParse(client, out var id))
            return Problem.Invalid("A client's name is 1 to 128 of A-Z a-z 0-9 - . _ ~ : / @.");
        return await provisioned.ApplyAsync(http, json => ProvisioningReader.ReadClient(json, view.Id, id)).ConfigureAwait(false) is { } problem
            ? problem
            : Show(tenant, client);
    }

    private async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(HttpContext http, string tenant, string client)
    {
        if (Find(tenant, client) is not var (view, id, _))
            return UnknownClient();
        if (view.Id == TenantId.System && id.Value == FirstStart.AdminClient)
            return Problem.Of(StatusCodes.Status409Conflict, "administrator_client", "Without its administrator nobody could administer this deployment; disable it, or change its secret.");
        var problem = await provisioned.ExecuteAsync(http, aggregates.Clients, view.Id, ClientState.StreamOf(id), ClientDecider.Remove).ConfigureAwait(false);
        return problem is not null ? problem : TypedResults.NoContent();
    }

    private async Task<Results<Ok<ClientResource>, ProblemHttpResult>> CommandAsync(
        HttpContext http, string tenant, string client, Func<ClientState, Decision<IClientEvent>> decide)
    {
        if (Find(tenant, client) is not var (view, id, _))
            return UnknownClient();
        var problem = await provisioned.ExecuteAsync(http, aggregates.Clients, view.Id, ClientState.StreamOf(id), decide).ConfigureAwait(false);
        return problem is not null ? problem : Show(tenant, client);
    }

    private (TenantView View, ClientId Id, ClientState State)? Find(string tenant, string client) =>
        directory.Find(tenant) is { State.Exists: true } view && TryParse(client, out var id) && view.Client(id) is { Exists: true } state
            ? (view, id, state)
            : null;

    /// <summary>A name may have slashes; in a path they come escaped, and routing leaves them so.</summary>
    internal static bool TryParse(string client, out ClientId id) => ClientId.TryParse(Uri.UnescapeDataString(client), out id);

    internal static ProblemHttpResult UnknownClient() => Problem.Of(StatusCodes.Status404NotFound, "client_unknown", "There is no such tenant, or it has no such client.");
}
