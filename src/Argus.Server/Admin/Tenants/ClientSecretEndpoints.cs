using System.Security.Cryptography;
using Argus.Authority.Clients;
using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Tenants;

/// <summary>A client's secrets: several can be good at once, so that a new one can be brought out before the old one ends.</summary>
internal sealed class ClientSecretEndpoints(TenantDirectory directory, Aggregates aggregates, Provisioned provisioned, SecretUses uses, TimeProvider clock) : IAdminEndpoint
{
    private const int UsualOverlap = 86_400;
    private const int IdBytes = 8;

    public void Map(RouteGroupBuilder root)
    {
        var secrets = root.MapGroup("/tenants/{tenant}/clients/{client}/secrets").WithTags("Clients");
        secrets.MapGet("", ListAsync).WithMetadata(AdminScope.Audit).WithSummary("Lists a client's secrets that are good, with their ends and last uses. None is shown itself.");
        secrets.MapPost("", AddAsync).WithMetadata(AdminScope.Admin)
            .WithSummary("Gives a client a new secret, which is shown this once. The ones before stay good for the overlap, a day if not told otherwise.");
        secrets.MapDelete("/{secret}", RemoveAsync).WithMetadata(AdminScope.Admin).WithSummary("Ends a secret, from this moment on.");
    }

    private async Task<Results<Ok<Page<ClientSecretResource>>, ProblemHttpResult>> ListAsync(string tenant, string client)
    {
        if (Find(tenant, client) is not var (view, id, state))
            return Unknown();
        var used = await uses.ReadAsync(view.Id, id).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new Page<ClientSecretResource>(
            [.. state.Secrets.Where(kept => kept.IsGood(now)).Select(kept => ClientSecretResource.Of(kept, used.LastDay(kept.Id)))]));
    }

    private async Task<Results<Ok<NewClientSecret>, ProblemHttpResult>> AddAsync(HttpContext http, string tenant, string client, NewSecretRequest? request)
    {
        if (Find(tenant, client) is not var (view, id, _))
            return Unknown();
        var secret = ClientSecrets.Generate();
        var added = new NewSecret(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), ClientSecrets.HashMachineMade(secret), request?.Overlap ?? UsualOverlap, request?.ExpiresIn);
        var now = clock.GetUtcNow();
        var problem = await provisioned.ExecuteAsync(
            http, aggregates.Clients, view.Id, ClientState.StreamOf(id), state => ClientDecider.AddSecret(state, id, added, now)).ConfigureAwait(false);
        return problem is not null ? problem : TypedResults.Ok(new NewClientSecret(id.Value, secret, added.Id, Rfc3339.Of(now.ToUnixTimeSeconds() + added.ExpiresIn)));
    }

    private async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(HttpContext http, string tenant, string client, string secret)
    {
        if (Find(tenant, client) is not var (view, id, _))
            return Unknown();
        var problem = await provisioned.ExecuteAsync(
            http, aggregates.Clients, view.Id, ClientState.StreamOf(id), state => ClientDecider.RemoveSecret(state, secret)).ConfigureAwait(false);
        return problem is not null ? problem : TypedResults.NoContent();
    }

    private (TenantView View, ClientId Id, ClientState State)? Find(string tenant, string client) =>
        directory.Find(tenant) is { State.Exists: true } view && ClientEndpoints.TryParse(client, out var id) && view.Client(id) is { Exists: true } state
            ? (view, id, state)
            : null;

    private static ProblemHttpResult Unknown() => ClientEndpoints.UnknownClient();
}

/// <summary>How a new secret is to be. Without a body all is as usual.</summary>
/// <param name="Overlap">Seconds that the secrets before it stay good: 0 to 90 days; a day if not told otherwise. 0: they end at once.</param>
/// <param name="ExpiresIn">Seconds that the new one is good, up to ten years; null: until it is replaced or removed.</param>
internal sealed record NewSecretRequest(int? Overlap = null, int? ExpiresIn = null);

/// <summary>A client's new secret.</summary>
/// <param name="ClientId">Whose.</param>
/// <param name="ClientSecret">The secret; it is not shown again.</param>
/// <param name="SecretId">What it is called by.</param>
/// <param name="ExpiresAt">When it ends; null for no end of its own.</param>
internal sealed record NewClientSecret(string ClientId, string ClientSecret, string SecretId, DateTimeOffset? ExpiresAt);

/// <summary>A secret, without what is secret of it.</summary>
/// <param name="Id">What it is called by.</param>
/// <param name="CreatedAt">Null for one that a description has set.</param>
/// <param name="ExpiresAt">Null for no end.</param>
/// <param name="LastUsedAt">The day on which a client last authenticated with it; null for never.</param>
internal sealed record ClientSecretResource(string Id, DateTimeOffset? CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt)
{
    public static ClientSecretResource Of(KeptSecret kept, long? lastDay) => new(kept.Id, Rfc3339.Of(kept.CreatedAt), Rfc3339.Of(kept.ExpiresAt), Rfc3339.Of(lastDay));
}
