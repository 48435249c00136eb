using Argus.Authority.Revocation;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Revocations;

/// <summary>Contains a leak that is not of a key: one token, or whatever was issued before a moment to a subject, to a client, or at all.</summary>
internal sealed class RevocationEndpoint(TenantDirectory directory, FeedFollower views, OperatorRevoker revoker, TimeProvider clock) : IAdminEndpoint
{
    /// <summary>What the subjects of clients begin with.</summary>
    private const string ClientPrefix = "client:";

    public void Map(RouteGroupBuilder root) => root.MapPost("/tenants/{tenant}/revocations", RevokeAsync).WithMetadata(AdminScope.Operate).WithTags("Revocations")
        .WithSummary("Revokes a token by its jti; or what was issued before a moment to a subject, to a client, to a client for a subject, or by the tenant.");

    private async Task<Results<Ok<RevocationResource>, ProblemHttpResult>> RevokeAsync(HttpContext http, string tenant, RevocationRequest request)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if (!request.NamesOneTarget)
            return Problem.Invalid("One of jti, subject, client and tenant is needed; only subject and client go together.");
        if (Reason.Fault(request.Reason) is { } fault)
            return Problem.Of(fault);
        if (request.NotBefore > clock.GetUtcNow())
            return Problem.Invalid("not_before lies in the future: what will be issued until then cannot be revoked yet.");

        // Who is meant stands in the view.
        views.ThrowIfTooOldToRevoke();
        return request.Jti is { } jti
            ? await RevokeTokenAsync(http, view, jti, request).ConfigureAwait(false)
            : await RevokeAllAsync(http, view, request).ConfigureAwait(false);
    }

    private async Task<Results<Ok<RevocationResource>, ProblemHttpResult>> RevokeTokenAsync(HttpContext http, TenantView tenant, string jti, RevocationRequest request)
    {
        if (request.NotBefore is not null)
            return Problem.Invalid("not_before is not for a single token.");
        if (!Jti.TryParse(jti, out var token))
            return Problem.Of(new Refusal("token_unknown", "That is not the jti of a token"));
        var (position, refusal) = await revoker.RevokeAsync(tenant, token, request.Reason, AdminCaller.OriginOf(http)).ConfigureAwait(false);
        return refusal is not null ? Problem.Of(refusal) : TypedResults.Ok(new RevocationResource(position) { Jti = token.Value });
    }

    private async Task<Results<Ok<RevocationResource>, ProblemHttpResult>> RevokeAllAsync(HttpContext http, TenantView tenant, RevocationRequest request)
    {
        var subject = request.Subject is { } named ? SubjectOf(tenant, named) : null;
        if (request.Subject is not null && subject is null)
            return Problem.Of(new Refusal("subject_unknown", "The tenant has no such user, by sub or by name, and no such client"));
        var client = default(ClientId);
        if (request.Client is not null && !(ClientId.TryParse(request.Client, out client) && tenant.Client(client).Exists))
            return Problem.Of(new Refusal("client_unknown", "The tenant has no such client"));

        var holder = new TokenHolder(subject, request.Client is null ? null : client);
        var position = await revoker.RevokeAsync(tenant, holder, request.NotBefore, request.Reason, AdminCaller.OriginOf(http)).ConfigureAwait(false);
        return TypedResults.Ok(new RevocationResource(position)
        {
            Subject = subject, Client = holder.Client?.Value, Tenant = request.Tenant ? tenant.Id.Value : null, NotBefore = request.NotBefore,
        });
    }

    /// <summary>A subject as tokens have it. One that was mistyped must not be taken for one that was revoked.</summary>
    private static string? SubjectOf(TenantView tenant, string named)
    {
        if (named.StartsWith(ClientPrefix, StringComparison.Ordinal))
            return ClientId.TryParse(named[ClientPrefix.Length..], out var client) && tenant.Client(client).Exists ? named : null;
        return Subjects.Find(tenant, named) is { } subject && tenant.Subject(subject) is not null ? subject.Value : null;
    }
}

/// <summary>What to revoke: a token, or what was issued to somebody; subject and client may be named together.</summary>
/// <param name="Reason">For the record; 1 to 500 characters.</param>
/// <param name="Jti">One token.</param>
/// <param name="Subject">A user, by <c>sub</c> or by name, or <c>client:{id}</c> for a client's own tokens.</param>
/// <param name="Client">The client that tokens were issued to.</param>
/// <param name="Tenant">Everything that the tenant issued.</param>
/// <param name="NotBefore">What was issued from then on stays good; without it, what will be issued from now on.</param>
internal sealed record RevocationRequest(
    string Reason, string? Jti = null, string? Subject = null, string? Client = null, bool Tenant = false, DateTimeOffset? NotBefore = null)
{
    internal bool NamesOneTarget => (Jti, Subject ?? Client, Tenant) is (not null, null, false) or (null, not null, false) or (null, null, true);
}

/// <summary>What was revoked. This node refuses it from now on; the others hear of it at once.</summary>
/// <param name="Revocation">Where the revocation stands in the tenant's log; null for a token that has expired, and needs none.</param>
internal sealed record RevocationResource(long? Revocation)
{
    public string? Jti { get; init; }

    /// <summary>As <c>sub</c> has it.</summary>
    public string? Subject { get; init; }

    public string? Client { get; init; }

    /// <summary>If it was for all that the tenant issued.</summary>
    public string? Tenant { get; init; }

    public DateTimeOffset? NotBefore { get; init; }
}
