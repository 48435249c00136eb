using Argus.Authority.Audit;
using Argus.Authority.Checkpoints;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Server.Admin.Logs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Audit;

/// <summary>Was this token valid at that time, and why.</summary>
internal sealed class VerdictEndpoint(TenantDirectory directory, VerdictReader verdicts, LogProofs proofs) : IAdminEndpoint
{
    public void Map(RouteGroupBuilder root) => root.MapGet("/tenants/{tenant}/verdict", ReadAsync).WithMetadata(AdminScope.Audit).WithTags("Audit")
        .WithSummary("What a token was worth at a moment, by the log, with the entries that prove it. The reading is an event itself.");

    private async Task<Results<Ok<VerdictResource>, ProblemHttpResult>> ReadAsync(HttpContext http, string tenant, string? jti, string? at)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if (!Rfc3339.TryParse(at, out var moment))
            return Problem.Invalid("at is not an RFC 3339 time with an offset.");
        if (jti is not { Length: > 0 and <= 128 })
            return Problem.Invalid("jti is missing.");

        // What is no name of a token of this authority was never given to one.
        if (!Jti.TryParse(jti, out var token))
            return TypedResults.Ok(new VerdictResource("never_issued", null, [], null));
        var verdict = await verdicts.ReadAsync(view, token, moment, AdminCaller.OriginOf(http)).ConfigureAwait(false);
        if (verdict.Issuance is null)
            return TypedResults.Ok(new VerdictResource(verdict.Name, null, [], null));

        // The reading is on record, and the proof is part of it.
        var outcome = await proofs.OfTokenAsync(view.Id, token, null, null).ConfigureAwait(false);
        return outcome.Proof is { } proof ? TypedResults.Ok(new VerdictResource(verdict.Name, verdict.Since, verdict.Evidence, InclusionResource.Of(proof)))
            : Problem.Of(outcome.Refusal!);
    }
}

/// <summary>What a token was worth.</summary>
/// <param name="Verdict">One of <c>valid</c>, <c>not_yet_valid</c>, <c>expired</c>, <c>revoked</c>, <c>key_compromised</c>, <c>never_issued</c>.</param>
/// <param name="Since">Since when; null for one that was never issued.</param>
/// <param name="Evidence">The positions of the log's entries that say so.</param>
/// <param name="Proof">That the log has the entry that issued it; null if there is none.</param>
internal sealed record VerdictResource(string Verdict, DateTimeOffset? Since, IReadOnlyList<long> Evidence, InclusionResource? Proof);
