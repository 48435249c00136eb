using Argus.Authority.Provisioning;
using Argus.Authority.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Tenants;

/// <summary>The APIs that a tenant's tokens are made for.</summary>
internal sealed class ResourceEndpoints(TenantDirectory directory, Provisioned provisioned) : IAdminEndpoint
{
    public void Map(RouteGroupBuilder root)
    {
        var resources = root.MapGroup("/tenants/{tenant}/resources").WithTags("Resources");
        resources.MapGet("", List).WithMetadata(AdminScope.Audit).WithSummary("Lists a tenant's resources by name.");
        resources.MapPut("", DescribeAsync).WithMetadata(AdminScope.Admin).Accepts<Page<ApiResource>>("application/json")
            .WithSummary("Makes resources be as described, in items; others are left alone.");
    }

    private Results<Ok<Page<ApiResource>>, ProblemHttpResult> List(string tenant, string? after, int? limit)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        return Paging.Of(view.Resources, resource => resource.Key.Value, after, limit) is var (resources, next)
            ? TypedResults.Ok(new Page<ApiResource>([.. resources.Select(resource => ApiResource.Of(resource.Key, resource.Value))], next))
            : Paging.Impossible();
    }

    private async Task<Results<Ok<Page<ApiResource>>, ProblemHttpResult>> DescribeAsync(HttpContext http, string tenant)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        return await provisioned.ApplyAsync(http, json => ProvisioningReader.ReadResources(json, view.Id)).ConfigureAwait(false) is { } problem
            ? problem
            : List(tenant, null, null);
    }
}
