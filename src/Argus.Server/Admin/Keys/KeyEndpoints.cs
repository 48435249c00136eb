using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Keys;
using Argus.Domain.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Keys;

/// <summary>A tenant's signing keys: the ring as it is and was, and its rotation.</summary>
internal sealed class KeyEndpoints(TenantDirectory directory, FeedFollower views, KeyRings rings, KeyArchive archive, TimeProvider clock) : IAdminEndpoint
{
    public void Map(RouteGroupBuilder root)
    {
        root.MapGet("/tenants/{tenant}/keys", List).WithMetadata(AdminScope.Audit).WithTags("Keys")
            .WithSummary("Lists a tenant's signing keys with their states and times.");
        root.MapPost("/tenants/{tenant}/keys/rotate", RotateAsync).WithMetadata(AdminScope.Operate).WithTags("Keys")
            .WithSummary("Lets the next key take over at the earliest allowed moment; with force, at once.");
        root.MapGet("/tenants/{tenant}/jwks", JwksAsync).WithMetadata(AdminScope.Audit).WithTags("Keys")
            .WithSummary("The tenant's JWKS, now or as it was at a moment (RFC 7517 §5).");
    }

    private Results<Ok<KeyRingResource>, ProblemHttpResult> List(string tenant)
    {
        views.ThrowIfTooOldToAnswer();
        return directory.Find(tenant) is { } view ? TypedResults.Ok(KeyRingResource.Of(view.Keys.Ring)) : Problem.UnknownTenant();
    }

    private async Task<Results<Accepted<KeyRingResource>, ProblemHttpResult>> RotateAsync(HttpContext http, string tenant, RotateRequest? request)
    {
        if (directory.Find(tenant) is not { } view)
            return Problem.UnknownTenant();
        if (await rings.RotateAsync(view, request?.Force ?? false, AdminCaller.OriginOf(http)).ConfigureAwait(false) is { } refusal)
            return Problem.Of(refusal);
        var warning = request?.Force ?? false ? WhatForceBreaks(view.Keys.Active, view.State.Policy) : null;
        return TypedResults.Accepted((string?)null, KeyRingResource.Of(view.Keys.Ring, warning));
    }

    /// <summary>Verifiers whose cached JWKS is older than the key refuse its tokens until they ask again.</summary>
    private string? WhatForceBreaks(SigningKeyState? active, TenantPolicy policy)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var published = active?.PublishedAt ?? now;
        var known = published + policy.JwksMaxAge + policy.VerifierPollInterval + policy.ClockSkew;
        return known <= now ? null
            : $"Verifiers that have not fetched the JWKS since {DateTimeOffset.FromUnixTimeSeconds(published):yyyy-MM-dd'T'HH:mm:ss'Z'} refuse new tokens, "
            + $"the last of them until {DateTimeOffset.FromUnixTimeSeconds(known):yyyy-MM-dd'T'HH:mm:ss'Z'}.";
    }

    private async Task<IResult> JwksAsync(string tenant, string? at)
    {
        if (directory.Find(tenant) is not { } view)
            return Problem.UnknownTenant();
        var moment = default(DateTimeOffset);
        if (at is not null && !Rfc3339.TryParse(at, out moment))
            return Problem.Invalid("at is not an RFC 3339 time with an offset.");
        var jwks = await archive.JwksAtAsync(view.Id, at is null ? null : moment).ConfigureAwait(false);
        return jwks.Length > 0 ? TypedResults.Bytes(jwks, "application/json")
            : Problem.Of(StatusCodes.Status404NotFound, "no_keys", "The tenant had no key to show at that time.");
    }
}

/// <summary>How to rotate.</summary>
/// <param name="Force">Whether verifiers that have not seen the next key yet are to be passed over.</param>
internal sealed record RotateRequest(bool Force = false);
