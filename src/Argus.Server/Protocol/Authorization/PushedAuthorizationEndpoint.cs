using Argus.Authority;
using Argus.Authority.Authorization;
using Argus.Authority.Clients;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Authorization;

/// <summary>Takes authorization requests from the clients themselves (RFC 9126): the browser brings no more than their name.</summary>
internal sealed class PushedAuthorizationEndpoint(
    ClientAuthentication authentication, AuthorizationRequests requests, PushedRequests pushedRequests, FeedFollower views, ILogger<PushedAuthorizationEndpoint> logger) : IEndpoint
{
    public const string Path = "/oauth/par";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Post];

    public async Task HandleAsync(TenantRequest request)
    {
        views.ThrowIfOlderThan(AuthorityOptions.MaxStalenessToIssue);
        var (client, form, refusal) = await ClientForm.ReadAsync(request, authentication).ConfigureAwait(false);
        string? name = null;
        if (refusal is null)
            (name, refusal) = await PushAsync(request, client, form).ConfigureAwait(false);
        await (refusal is not null
            ? OAuthAnswer.RefuseAsync(request, refusal, logger)
            : OAuthAnswer.CreatedAsync(request.Http, name!, static (json, name) =>
            {
                json.WriteString("request_uri"u8, name);
                json.WriteNumber("expires_in"u8, PushedRequests.Lifetime);
            })).ConfigureAwait(false);
    }

    private async ValueTask<(string? Name, OAuthRefusal? Refusal)> PushAsync(TenantRequest request, AuthenticatedClient client, Form form)
    {
        if (!client.State.Settings.GrantTypes.Contains(GrantType.AuthorizationCode))
            return (null, OAuthRefusal.UnauthorizedClient("push_not_allowed"));
        var parameters = ArrivedRequest.ParametersOf(form).With("client_id", client.Id.Value);
        if (requests.Check(request.Tenant, parameters) is { } refusal)
            return (null, refusal);
        var name = await pushedRequests.PushAsync(request.Tenant, client.Id, parameters, request.Origin($"client:{client.Id}")).ConfigureAwait(false);
        return name is null ? (null, OAuthRefusal.InvalidRequest("push_size", "The request is too long.")) : (name, null);
    }
}
