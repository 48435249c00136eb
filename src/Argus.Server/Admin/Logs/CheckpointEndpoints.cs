using System.Globalization;
using System.Text;
using Argus.Authority.Checkpoints;
using Argus.Authority.Views;
using Argus.Log;
using Argus.Log.Checkpoints;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Logs;

/// <summary>The signed heads of a tenant's log: the latest, older ones, and whether the head is not signed.</summary>
internal sealed class CheckpointEndpoints(TenantDirectory directory, CheckpointArchive checkpoints, IEventLog log) : IAdminEndpoint
{
    private const string Json = "application/json";
    private const string RefusedHeader = "Argus-Checkpoint-Refused";
    private const int Standard = 100;
    private const int Most = 1_000;

    public void Map(RouteGroupBuilder root)
    {
        root.MapGet("/tenants/{tenant}/log/checkpoint", LatestAsync).WithTags("Log").WithMetadata(AdminScope.Audit)
            .Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The latest checkpoint of the tenant's log, or that of a size: a signed note (C2SP tlog-checkpoint). As JSON with what it says, and with why the head is not signed, if it is not.");
        root.MapGet("/tenants/{tenant}/log/checkpoints", ListAsync).WithTags("Log").WithMetadata(AdminScope.Audit)
            .WithSummary("Lists the checkpoints of the tenant's log, smallest first, and tells why the head is not signed, if it is not.");
    }

    private async Task<IResult> LatestAsync(HttpContext http, string tenant, long? size)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if (size < 1)
            return Problem.Invalid("size must be the size of a checkpoint.");
        var found = size is { } wanted ? await checkpoints.AtAsync(view.Id, wanted).ConfigureAwait(false) : await checkpoints.LatestAsync(view.Id).ConfigureAwait(false);
        var refused = RefusedResource.Of(checkpoints.RefusalOf(view.Id));
        if (found is not { } stored)
            return Problem.Of(StatusCodes.Status404NotFound, "checkpoint_unknown", size is null ? "The log has no checkpoint yet." : "There is no checkpoint of that size.");
        if (http.Request.Headers.Accept.ToString().StartsWith(Json, StringComparison.OrdinalIgnoreCase))
            return TypedResults.Ok(CheckpointResource.Of(stored) with { Refused = refused });
        if (refused is not null)
            http.Response.Headers[RefusedHeader] = refused.Reason;
        return TypedResults.Bytes(stored.Note, "text/plain; charset=utf-8");
    }

    private async Task<Results<Ok<CheckpointPage>, ProblemHttpResult>> ListAsync(string tenant, long? after, int? limit)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        var count = limit ?? Standard;
        if (count is < 1 or > Most || after < 0)
            return Problem.Invalid($"limit must be from 1 to {Most}, and after a size.");
        var found = await checkpoints.ListAsync(view.Id, after ?? 0, count + 1).ConfigureAwait(false);
        var next = found.Count > count ? found[count - 1].Size.ToString(CultureInfo.InvariantCulture) : null;
        var head = await log.ReadHeadAsync(tenant, CancellationToken.None).ConfigureAwait(false);
        return TypedResults.Ok(new CheckpointPage(
            [.. found.Take(count).Select(CheckpointResource.Of)],
            next,
            new HeadResource(head.Size, Convert.ToBase64String(head.RootHash.Span)),
            RefusedResource.Of(checkpoints.RefusalOf(view.Id))));
    }
}

/// <summary>A checkpoint as the Admin API shows it.</summary>
/// <param name="Size">Entries.</param>
/// <param name="SignedAt">To the second.</param>
/// <param name="Note">The signed note.</param>
internal sealed record CheckpointResource(long Size, DateTimeOffset SignedAt, string Note)
{
    /// <summary>Why the head is not signed, if it is not.</summary>
    public RefusedResource? Refused { get; init; }

    public static CheckpointResource Of(StoredCheckpoint stored) => new(stored.Size, stored.SignedAt, Encoding.UTF8.GetString(stored.Note.Span));
}

/// <summary>Checkpoints, smallest first.</summary>
/// <param name="Items">What there is.</param>
/// <param name="Next">What to ask for the rest with; null at the end.</param>
/// <param name="Head">The end of the log as the database has it, signed or not.</param>
/// <param name="Refused">Why the head is not signed, if it is not.</param>
internal sealed record CheckpointPage(IReadOnlyList<CheckpointResource> Items, string? Next, HeadResource Head, RefusedResource? Refused);

/// <summary>The end of a log.</summary>
/// <param name="Size">Entries.</param>
/// <param name="Root">Base64.</param>
internal sealed record HeadResource(long Size, string Root);

/// <summary>That the head of a log is not signed.</summary>
/// <param name="Reason">A stable name: docs/audit-log-format.md.</param>
/// <param name="Detail">What was compared with what.</param>
/// <param name="Size">Of the head.</param>
/// <param name="Checkpoint">The size of the last checkpoint; null before the first.</param>
internal sealed record RefusedResource(string Reason, string Detail, long Size, long? Checkpoint)
{
    public static RefusedResource? Of(CheckpointOutcome.Refused? refused) =>
        refused is null ? null : new RefusedResource(refused.Reason, refused.Detail, refused.Size, refused.Since);
}
