using Argus.Authority.Families;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Families;

/// <summary>Families of tokens: who granted what to whom, everything that happened since, and their end.</summary>
internal sealed class FamilyEndpoints(
    TenantDirectory directory, FeedFollower views, FamilyRecords records, FamilyRevoker revoker, FamilyPresentation presentation) : IAdminEndpoint
{
    private const string All = "all";

    public void Map(RouteGroupBuilder root)
    {
        var families = root.MapGroup("/tenants/{tenant}/families").WithTags("Families");
        families.MapGet("", ListAsync).WithMetadata(AdminScope.Audit)
            .WithSummary("Lists a tenant's families of tokens, the latest first, of a subject (sub or user name), a client, or both; with status=all also those that never had a token.");
        families.MapGet("/{family}", ShowAsync).WithMetadata(AdminScope.Audit).WithSummary("Shows a family with everything that happened to it.");
        families.MapPost("/{family}/revoke", RevokeAsync).WithMetadata(AdminScope.Operate)
            .WithSummary("Ends a family, with every token that it ever issued.");
    }

    private async Task<Results<Ok<Page<FamilyResource>>, ProblemHttpResult>> ListAsync(
        string tenant, string? subject, string? client, string? status, string? after, int? limit)
    {
        views.ThrowIfTooOldToAnswer();
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if (status is not (null or All))
            return Problem.Invalid($"status can only be {All}.");
        if (!Paging.TryRead(after, limit, out var before, out var size))
            return Paging.Impossible();
        if (!TryReadFilter(view, subject, client, status == All, out var wanted))
            return TypedResults.Ok(new Page<FamilyResource>([]));

        var page = await records.ListAsync(view, wanted, before, size).ConfigureAwait(false);
        return TypedResults.Ok(new Page<FamilyResource>(await presentation.OfAsync(view, page.Items).ConfigureAwait(false), Paging.Cursor(page.Next)));
    }

    private async Task<Results<Ok<FamilyResource>, ProblemHttpResult>> ShowAsync(HttpContext http, string tenant, string family)
    {
        views.ThrowIfTooOldToAnswer();
        return directory.Find(tenant) is { State.Exists: true } view
            && FamilyId.TryParse(family, out var id)
            && await records.FindAsync(view, id).ConfigureAwait(false) is { } record
            ? TypedResults.Ok(await presentation.OfAsync(view, record, AdminCaller.MayOpen(http)).ConfigureAwait(false))
            : Unknown();
    }

    private async Task<Results<Ok<FamilyResource>, ProblemHttpResult>> RevokeAsync(HttpContext http, string tenant, string family, ReasonRequest request)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view || !FamilyId.TryParse(family, out var id))
            return Unknown();
        if (Reason.Fault(request.Reason) is { } fault)
            return Problem.Of(fault);
        return await revoker.RevokeAsync(view, id, request.Reason, AdminCaller.OriginOf(http)).ConfigureAwait(false) is null
            ? Unknown()
            : await ShowAsync(http, tenant, family).ConfigureAwait(false);
    }

    /// <returns>False if nothing can be like that: there is no such user, or no client can have that name.</returns>
    private static bool TryReadFilter(TenantView tenant, string? subject, string? client, bool unopened, out FamilyFilter filter)
    {
        filter = new FamilyFilter(null, null, unopened);
        if (subject is not null)
        {
            if (Subjects.Find(tenant, subject) is not { } user)
                return false;
            filter = filter with { Subject = user };
        }

        if (client is not null)
        {
            if (!ClientId.TryParse(client, out var id))
                return false;
            filter = filter with { Client = id };
        }

        return true;
    }

    private static ProblemHttpResult Unknown() => Problem.Of(StatusCodes.Status404NotFound, "family_unknown", "There is no such tenant, or it has no such family.");
}
