using Argus.Authority.Audit;
using Argus.Authority.Views;
using Argus.Domain.Projections;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Audit;

/// <summary>What this node knows of a tenant, in digests that follow from the log.</summary>
internal sealed class ProjectionEndpoint(TenantDirectory directory, ProjectionReader projections) : IAdminEndpoint
{
    public void Map(RouteGroupBuilder root) => root.MapGet("/tenants/{tenant}/projections", ReadAsync).WithMetadata(AdminScope.Audit).WithTags("Audit")
        .WithSummary("The digest of each of this node's projections of the tenant's log, with the position of the last entry that it answers for: of the latest checkpoint, or of until (a size).");

    private async Task<Results<Ok<Page<ProjectionDigest>>, ProblemHttpResult>> ReadAsync(HttpContext http, string tenant, long? until)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if (until < 0)
            return Problem.Invalid("until must be a size.");
        return TypedResults.Ok(new Page<ProjectionDigest>(await projections.ReadAsync(view, until, http.RequestAborted).ConfigureAwait(false)));
    }
}
