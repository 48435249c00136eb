using Argus.Authority.Checkpoints;
using Argus.Authority.Views;
using Argus.Domain.Kernel;

namespace Argus.Server.Admin.Logs;

/// <summary>Proofs from a tenant's log, each with a signed checkpoint, so that they can be checked offline. Each is an event itself.</summary>
internal sealed class ProofEndpoint(TenantDirectory directory, LogProofs proofs) : IAdminEndpoint
{
    public void Map(RouteGroupBuilder root) => root.MapGet("/tenants/{tenant}/log/proof", ProveAsync).WithTags("Log").WithMetadata(AdminScope.Audit)
        .Produces<InclusionResource>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
        .WithSummary("Proves that the entry at a position, or the one that issued a token (jti), is in the log; or, with first and second, that the log has only grown between two sizes.");

    private async Task<IResult> ProveAsync(HttpContext http, string tenant, long? position, string? jti, long? size, long? first, long? second)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if ((position is null ? 0 : 1) + (jti is null ? 0 : 1) + (first is null ? 0 : 1) != 1 || (first is null ? second is not null : size is not null))
            return Problem.Invalid("Ask for position or jti, with or without size; or for first, with or without second.");
        if (position < 0 || size < 1 || first < 0 || second < 1 || second < first)
            return Problem.Invalid("Positions begin at 0, sizes of checkpoints at 1, and second is not smaller than first.");

        var origin = AdminCaller.OriginOf(http);
        if (first is { } smaller)
            return Answer(await proofs.OfGrowthAsync(view.Id, smaller, second, origin).ConfigureAwait(false), GrowthResource.Of);
        if (position is { } at)
            return Answer(await proofs.OfEntryAsync(view.Id, at, size, origin).ConfigureAwait(false), InclusionResource.Of);
        return Jti.TryParse(jti, out var token)
            ? Answer(await proofs.OfTokenAsync(view.Id, token, size, origin).ConfigureAwait(false), InclusionResource.Of)
            : Problem.Invalid("jti is not the identifier of a token.");
    }

    private static IResult Answer<TProof, TResource>(ProofOutcome<TProof> outcome, Func<TProof, TResource> show)
        where TProof : class =>
        outcome.Proof is { } proof ? TypedResults.Ok(show(proof)) : Problem.Of(outcome.Refusal!);
}

/// <summary>A proof of an entry, exactly as docs/audit-log-format.md has it.</summary>
internal sealed record InclusionResource(string Format, long Position, long Size, string Entry, IReadOnlyList<string> Inclusion, string Checkpoint)
{
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? Jti { get; init; }

    public static InclusionResource Of(InclusionProof proof) => new(
        "argus-log-proof/1",
        proof.Entry.Position,
        proof.Checkpoint.Checkpoint.Size,
        Convert.ToBase64String(proof.Entry.Bytes.Span),
        [.. proof.Inclusion.Select(Convert.ToBase64String)],
        proof.Checkpoint.Note.ToString())
    {
        Jti = proof.Jti?.Value,
    };
}

/// <summary>A proof that a log has only grown, exactly as docs/audit-log-format.md has it.</summary>
internal sealed record GrowthResource(string Format, long First, long Second, IReadOnlyList<string> Proof, string Checkpoint)
{
    public static GrowthResource Of(ConsistencyProof proof) => new(
        "argus-log-consistency/1", proof.First, proof.Checkpoint.Checkpoint.Size, [.. proof.Proof.Select(Convert.ToBase64String)], proof.Checkpoint.Note.ToString());
}
