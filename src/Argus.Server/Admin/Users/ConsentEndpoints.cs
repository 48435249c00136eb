using Argus.Authority.Authorization;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Consents;
using Argus.Domain.Kernel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Users;

/// <summary>What a user has allowed which clients.</summary>
internal sealed class ConsentEndpoints(TenantDirectory directory, Consents consents, FeedFollower views) : IAdminEndpoint
{
    public void Map(RouteGroupBuilder root)
    {
        var group = root.MapGroup("/tenants/{tenant}/users/{user}/consents").WithTags("Users");
        group.MapGet("", ListAsync).WithMetadata(AdminScope.Audit).WithSummary("Lists what a user has allowed clients, by client.");
        group.MapDelete("/{client}", WithdrawAsync).WithMetadata(AdminScope.Operate)
            .WithSummary("Forgets what a user has allowed a client, and revokes all that was issued to the two of them.");
    }

    private async Task<Results<Ok<Page<ConsentResource>>, ProblemHttpResult>> ListAsync(HttpContext http, string tenant, string user)
    {
        if (NamedUser.Find(directory, http, tenant) is not var (view, found))
            return NamedUser.Unknown();
        var items = new List<ConsentResource>();
        foreach (var (client, state) in view.Clients.OrderBy(client => client.Key.Value, StringComparer.Ordinal))
        {
            if (!state.Settings.GrantTypes.Contains(GrantType.AuthorizationCode))
                continue;
            var consent = await consents.FindAsync(view, found.Subject, client).ConfigureAwait(false);
            if (consent.Exists)
                items.Add(ConsentResource.Of(client, consent));
        }

        return TypedResults.Ok(new Page<ConsentResource>(items, null));
    }

    private async Task<Results<NoContent, ProblemHttpResult>> WithdrawAsync(HttpContext http, string tenant, string user, string client)
    {
        if (NamedUser.Find(directory, http, tenant) is not var (view, found))
            return NamedUser.Unknown();
        views.ThrowIfTooOldToIssue();
        return ClientId.TryParse(Uri.UnescapeDataString(client), out var id)
            && await consents.WithdrawAsync(view, found.Subject, id, AdminCaller.OriginOf(http)).ConfigureAwait(false)
            ? TypedResults.NoContent()
            : Problem.Of(StatusCodes.Status404NotFound, "consent_unknown", "The user has allowed this client nothing.");
    }
}

/// <summary>What a user has allowed a client.</summary>
/// <param name="ClientId">Whom.</param>
/// <param name="Scope">What, anywhere.</param>
/// <param name="Resources">Where; empty for what reaches nothing but <c>userinfo</c>.</param>
internal sealed record ConsentResource(string ClientId, string Scope, IReadOnlyList<string> Resources)
{
    public static ConsentResource Of(ClientId client, ConsentState state) => new(client.Value, state.Scope.ToString(), [.. state.Resources]);
}
