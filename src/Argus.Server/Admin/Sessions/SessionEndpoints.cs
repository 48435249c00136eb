using Argus.Authority.PersonalData;
using Argus.Authority.Sessions;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Sessions;

/// <summary>Sessions of browsers with the authority: whose they are, and their end.</summary>
internal sealed class SessionEndpoints(
    TenantDirectory directory, FeedFollower views, SessionRecords records, BrowserSessions sessions, UserPeople people) : IAdminEndpoint
{
    public void Map(RouteGroupBuilder root)
    {
        var group = root.MapGroup("/tenants/{tenant}/sessions").WithTags("Sessions");
        group.MapGet("", ListAsync).WithMetadata(AdminScope.Audit)
            .WithSummary("Lists the sessions of a tenant's users, the latest first; of a subject (sub or user name) if one is named.");
        group.MapPost("/{session}/end", EndAsync).WithMetadata(AdminScope.Operate)
            .WithSummary("Ends a session: its browser has to sign in again. Tokens that were issued in it stay.");
    }

    private async Task<Results<Ok<Page<SessionResource>>, ProblemHttpResult>> ListAsync(string tenant, string? subject, string? after, int? limit)
    {
        views.ThrowIfTooOldToAnswer();
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if (!Paging.TryRead(after, limit, out var before, out var size))
            return Paging.Impossible();
        var user = subject is null ? null : Subjects.Find(view, subject);
        if (subject is not null && user is null)
            return TypedResults.Ok(new Page<SessionResource>([]));

        var page = await records.ListAsync(view, user, before, size).ConfigureAwait(false);
        var names = await people.NamesAsync(view, page.Items.Select(record => record.State.Subject)).ConfigureAwait(false);
        return TypedResults.Ok(new Page<SessionResource>([.. page.Items.Select(record => SessionResource.Of(record, names))], Paging.Cursor(page.Next)));
    }

    private async Task<Results<Ok<SessionResource>, ProblemHttpResult>> EndAsync(HttpContext http, string tenant, string session, ReasonRequest request)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view || !SessionId.TryParse(session, out var id))
            return Unknown();
        if (Reason.Fault(request.Reason) is { } fault)
            return Problem.Of(fault);
        await sessions.EndAsync(view, id, request.Reason, AdminCaller.OriginOf(http)).ConfigureAwait(false);
        return await records.FindAsync(view, id).ConfigureAwait(false) is { } record
            ? TypedResults.Ok(SessionResource.Of(record, await people.NamesAsync(view, [record.State.Subject]).ConfigureAwait(false)))
            : Unknown();
    }

    private static ProblemHttpResult Unknown() => Problem.Of(StatusCodes.Status404NotFound, "session_unknown", "There is no such tenant, or it has no such session.");
}
