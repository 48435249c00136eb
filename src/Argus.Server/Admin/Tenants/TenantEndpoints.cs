using Argus.Authority;
using Argus.Authority.Grains;
using Argus.Authority.Provisioning;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Tenants;

/// <summary>The tenants: what they are, and whether they are served.</summary>
internal sealed class TenantEndpoints(TenantDirectory directory, Aggregates aggregates, Provisioned provisioned, Issuers issuers) : IAdminEndpoint
{
    public void Map(RouteGroupBuilder root)
    {
        var tenants = root.MapGroup("/tenants").WithTags("Tenants");
        tenants.MapGet("", List).WithMetadata(AdminScope.Audit).WithSummary("Lists the tenants by name.");
        tenants.MapGet("/{tenant}", Show).WithMetadata(AdminScope.Audit).WithSummary("Shows a tenant with its whole policy.");
        tenants.MapPut("/{tenant}", DescribeAsync).WithMetadata(AdminScope.Admin).Accepts<TenantResource>("application/json")
            .WithSummary("Makes a tenant, its resources and its clients be as described: a tenant of the provisioning document.");
        tenants.MapPost("/{tenant}/disable", (HttpContext http, string tenant) => SwitchAsync(http, tenant, TenantDecider.Disable)).WithMetadata(AdminScope.Admin)
            .WithSummary("Stops serving a tenant, from this moment on.");
        tenants.MapPost("/{tenant}/enable", (HttpContext http, string tenant) => SwitchAsync(http, tenant, TenantDecider.Enable)).WithMetadata(AdminScope.Admin)
            .WithSummary("Serves a tenant again.");
    }

    private Results<Ok<Page<TenantResource>>, ProblemHttpResult> List(string? after, int? limit) =>
        Paging.Of(directory.Tenants.Where(view => view.State.Exists), view => view.Id.Value, after, limit) is var (views, next)
            ? TypedResults.Ok(new Page<TenantResource>([.. views.Select(view => TenantResource.Of(view, issuers))], next))
            : Paging.Impossible();

    private Results<Ok<TenantResource>, ProblemHttpResult> Show(string tenant) =>
        directory.Find(tenant) is { State.Exists: true } view ? TypedResults.Ok(TenantResource.Of(view, issuers)) : Problem.UnknownTenant();

    private async Task<Results<Ok<TenantResource>, ProblemHttpResult>> DescribeAsync(HttpContext http, string tenant)
    {
        if (!TenantId.TryParse(tenant, out var id))
            return Problem.Invalid("A tenant's name is 1 to 63 of a-z 0-9 -.");
        return await provisioned.ApplyAsync(http, json => ProvisioningReader.ReadTenant(json, id)).ConfigureAwait(false) is { } problem ? problem : Show(tenant);
    }

    private async Task<Results<Ok<TenantResource>, ProblemHttpResult>> SwitchAsync(HttpContext http, string tenant, Func<TenantState, Decision<ITenantEvent>> decide)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if (view.Id == TenantId.System)
            return Problem.Of(StatusCodes.Status409Conflict, "system_tenant", "Without the system tenant nobody could administer anything, and undo this.");
        var problem = await provisioned.ExecuteAsync(http, aggregates.Tenants, view.Id, TenantState.Stream, decide).ConfigureAwait(false);
        return problem is not null ? problem : Show(tenant);
    }
}
