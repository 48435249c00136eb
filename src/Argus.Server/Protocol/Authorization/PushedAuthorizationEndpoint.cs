using Argus.Authority;
using Argus.Authority.Authorization;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Jose.ClientProofs;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Authorization;

/// <summary>Takes authorization requests from the clients themselves (RFC 9126): the browser brings no more than their name.</summary>
internal sealed class PushedAuthorizationEndpoint(
    ClientAuthentication authentication, TokenRequestBinding binding, AuthorizationRequests requests, FeedFollower views, ILogger<PushedAuthorizationEndpoint> logger) : IEndpoint
{
    public const string Path = "/oauth/par";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Post];

    public async Task HandleAsync(TenantRequest request)
    {
        views.ThrowIfTooOldToIssue();
        var (name, refusal) = await AnswerAsync(request).ConfigureAwait(false);
        await (refusal is not null
            ? OAuthAnswer.RefuseAsync(request, refusal, logger)
            : OAuthAnswer.CreatedAsync(request.Http, name!, static (json, name) =>
            {
                json.WriteString("request_uri"u8, name);
                json.WriteNumber("expires_in"u8, PushedRequests.Lifetime);
            })).ConfigureAwait(false);
    }

    private async ValueTask<(string? Name, OAuthRefusal? Refusal)> AnswerAsync(TenantRequest request)
    {
        var (proof, unproven) = await binding.ReadProofAsync(request, Path).ConfigureAwait(false);
        if (unproven is not null)
            return (null, unproven);
        var (client, form, unauthenticated) = await ClientForm.ReadAsync(request, authentication).ConfigureAwait(false);
        if (unauthenticated is not null)
            return (null, unauthenticated);
        if (!client.State.Settings.GrantTypes.Contains(GrantType.AuthorizationCode))
            return (null, OAuthRefusal.UnauthorizedClient("push_not_allowed"));

        var parameters = ArrivedRequest.ParametersOf(form).With("client_id", client.Id.Value);
        if ((Bind(ref parameters, proof) ?? await binding.UseAsync(request, proof).ConfigureAwait(false)) is { } refusal)
            return (null, refusal);
        return await requests.PushAsync(request.Tenant, client.Id, parameters, request.Origin($"client:{client.Id}")).ConfigureAwait(false);
    }

    /// <summary>RFC 9449 §10.1: who pushes with a proof has the code bound to its key, and cannot name another.</summary>
    private static OAuthRefusal? Bind(ref AuthorizationParameters parameters, DpopProof? proof)
    {
        if (proof is null)
            return null;
        if (parameters["dpop_jkt"] is { } named && named != proof.Thumbprint)
            return OAuthRefusal.InvalidDpopProof("dpop_jkt_of_another_key");
        parameters = parameters.With("dpop_jkt", proof.Thumbprint);
        return null;
    }
}
