using Argus.Authority;
using Argus.Authority.Clients;
using Argus.Authority.Issuance;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Token;

/// <summary>The token endpoint (RFC 6749 §3.2): the key, the form, the client, the grant.</summary>
internal sealed class TokenEndpoint(
    ClientAuthentication authentication, TokenRequestBinding binding, IEnumerable<IGrant> grants, ILogger<TokenEndpoint> logger) : IEndpoint
{
    public const string Path = "/oauth/token";

    private readonly IGrant[] _grants = [.. grants];

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Post];

    public bool IsForScripts => true;

    public async Task HandleAsync(TenantRequest request)
    {
        var answer = await AnswerAsync(request).ConfigureAwait(false);
        await (answer.Refusal is { } refusal
            ? OAuthAnswer.RefuseAsync(request, refusal, logger)
            : TokenResponse.WriteAsync(request.Http, answer)).ConfigureAwait(false);
    }

    private async ValueTask<TokenAnswer> AnswerAsync(TenantRequest request)
    {
        var (proof, unproven) = await binding.ReadProofAsync(request, Path).ConfigureAwait(false);
        if (unproven is not null)
            return TokenAnswer.Refused(unproven);
        var (client, form, refusal) = await ClientForm.ReadAsync(request, authentication).ConfigureAwait(false);
        IGrant? grant = null;
        refusal ??= FindGrant(form.Text("grant_type"), client, out grant);
        if (refusal is null)
            (client, refusal) = await binding.BindAsync(request, client, proof).ConfigureAwait(false);
        return refusal is null
            ? await grant!.GrantAsync(request, client, form).ConfigureAwait(false)
            : TokenAnswer.Refused(refusal);
    }

    private OAuthRefusal? FindGrant(string? grantType, AuthenticatedClient client, out IGrant? grant)
    {
        grant = Array.Find(_grants, grant => grant.GrantType == grantType);
        if (grantType is null)
            return OAuthRefusal.InvalidRequest("grant_type_missing", "grant_type is missing.");
        if (grant is null)
            return OAuthRefusal.UnsupportedGrantType("grant_type_unknown");
        return client.State.Settings.GrantTypes.Contains(grantType) ? null : OAuthRefusal.UnauthorizedClient("grant_type_not_allowed");
    }
}
