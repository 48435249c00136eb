using Argus.Authority.Receipts;
using Argus.Authority.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Verifiers;

/// <summary>Who verifies a tenant's tokens, as far as they hand in receipts.</summary>
internal sealed class VerifierEndpoints(TenantDirectory directory, FeedFollower views, VerifierRecords records, TimeProvider clock) : IAdminEndpoint
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    public void Map(RouteGroupBuilder root) => root.MapGet("/tenants/{tenant}/verifiers", ListAsync).WithMetadata(AdminScope.Audit).WithTags("Verifiers")
        .WithSummary("Lists the processes of resource servers that hand in receipts: those heard since a moment, or in the last day.");

    private async Task<Results<Ok<Page<VerifierResource>>, ProblemHttpResult>> ListAsync(string tenant, string? since, string? after, int? limit)
    {
        views.ThrowIfTooOldToAnswer();
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        var moment = clock.GetUtcNow() - Lately;
        if (since is not null && !Rfc3339.TryParse(since, out moment))
            return Problem.Invalid("since is not an RFC 3339 time with an offset.");

        var heard = await records.SinceAsync(view, moment).ConfigureAwait(false);
        if (Paging.Of(heard, NameOf, after, limit) is not { } page)
            return Paging.Impossible();
        return TypedResults.Ok(new Page<VerifierResource>([.. page.Items.Select(VerifierResource.Of)], page.Next));
    }

    private static string NameOf(VerifierRecord record) => $"{record.Client} {record.Verifier}";
}
