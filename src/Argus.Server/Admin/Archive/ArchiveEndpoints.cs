using Argus.Authority.Archive;
using Argus.Log.Archives;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Archive;

/// <summary>The windows of the deployment's log, and its archive.</summary>
internal sealed class ArchiveEndpoints(ArchiveOverview overview, LogArchiver archiver, WindowRestorer restorer, LogArchive archive) : IAdminEndpoint
{
    public void Map(RouteGroupBuilder root)
    {
        root.MapGet("/archive", ListAsync).WithMetadata(AdminScope.Audit).WithTags("Archive")
            .WithSummary("Lists the windows of time that the log lies in, of all tenants together, and those that are in the archive only.");
        root.MapPost("/archive/run", RunAsync).WithMetadata(AdminScope.Operate).WithTags("Archive")
            .WithSummary("Archives every tenant's log up to its latest checkpoint, and drops the windows whose time has come; with restored, those that were restored too.");
        root.MapPost("/archive/restore", RestoreAsync).WithMetadata(AdminScope.Operate).WithTags("Archive")
            .WithSummary("Makes the windows between two moments again from the archive. They stay until a run is told to drop what was restored.");
    }

    private async Task<Results<Ok<Page<WindowSummary>>, ProblemHttpResult>> ListAsync(string? after, int? limit, CancellationToken cancellation)
    {
        var windows = await overview.ReadAsync(cancellation).ConfigureAwait(false);
        return Paging.Of(windows, Cursor, after, limit) is { } page
            ? TypedResults.Ok(new Page<WindowSummary>(page.Items, page.Next))
            : Paging.Impossible();
    }

    /// <summary>As the archive names a window; oldest first in the order of names.</summary>
    private static string Cursor(WindowSummary window) => $"{window.From.UtcDateTime:yyyyMMdd'T'HHmmss}_{window.To.UtcDateTime:yyyyMMdd'T'HHmmss}";

    private async Task<Results<Ok<ArchiveRunResource>, ProblemHttpResult>> RunAsync(ArchiveRunRequest? request)
    {
        if (archive.Directory is null)
            return NoArchive();

        // Who asked may go away; a run that was begun is finished.
        var run = await archiver.RunAsync(request?.Restored ?? false, CancellationToken.None).ConfigureAwait(false);
        return run is null ? Busy() : TypedResults.Ok(ArchiveRunResource.Of(run));
    }

    private async Task<Results<Ok<RestoreResource>, ProblemHttpResult>> RestoreAsync(HttpContext http, RestoreRequest request)
    {
        if (archive.Directory is null)
            return NoArchive();
        if (request.From >= request.To)
            return Problem.Invalid("from must be before to.");
        var restored = await restorer.RestoreAsync(request.From, request.To, AdminCaller.OriginOf(http).Actor, CancellationToken.None).ConfigureAwait(false);
        return restored is null ? Busy() : TypedResults.Ok(new RestoreResource([.. restored.Select(WindowResource.Of)]));
    }

    private static ProblemHttpResult NoArchive() =>
        Problem.Of(StatusCodes.Status409Conflict, "archive_not_configured", "This node has no archive; Argus:Archive:Directory names one.");

    private static ProblemHttpResult Busy() => Problem.Of(StatusCodes.Status409Conflict, "archive_busy", "Another run is at work on the archive.");
}

/// <param name="Restored">Whether windows that were restored are dropped again.</param>
internal sealed record ArchiveRunRequest(bool Restored = false);

/// <param name="From">The first moment.</param>
/// <param name="To">Behind the last.</param>
internal sealed record RestoreRequest(DateTimeOffset From, DateTimeOffset To);

/// <summary>A tenant's part of a window.</summary>
internal sealed record WindowResource(string Tenant, DateTimeOffset From, DateTimeOffset To, long Entries)
{
    public static WindowResource Of(DroppedShare share) => new(share.Tenant, share.From, share.To, share.Entries);
}

/// <param name="Restored">What is in the database again.</param>
internal sealed record RestoreResource(IReadOnlyList<WindowResource> Restored);

/// <summary>What a run did.</summary>
/// <param name="Archived">The logs whose archive is up to their latest checkpoint.</param>
/// <param name="Refused">The logs that are not what was signed, or whose archive cannot be read; nothing of them is dropped.</param>
/// <param name="Dropped">What is in the archive only from now on.</param>
internal sealed record ArchiveRunResource(IReadOnlyList<ArchivedLogResource> Archived, IReadOnlyList<RefusedLogResource> Refused, IReadOnlyList<WindowResource> Dropped)
{
    public static ArchiveRunResource Of(ArchiveRun run) => new(
        [.. run.Archived.Select(log => new ArchivedLogResource(log.Key, log.Value.Size))],
        [.. run.Refused.Select(log => new RefusedLogResource(log.Key, log.Value))],
        [.. run.Dropped.Select(WindowResource.Of)]);
}

/// <param name="Tenant">Whose.</param>
/// <param name="Size">Entries in the archive.</param>
internal sealed record ArchivedLogResource(string Tenant, long Size);

/// <param name="Tenant">Whose.</param>
/// <param name="Reason">What was found.</param>
internal sealed record RefusedLogResource(string Tenant, string Reason);
