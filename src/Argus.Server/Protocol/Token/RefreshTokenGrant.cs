using Argus.Authority;
using Argus.Authority.Clients;
using Argus.Authority.Families;
using Argus.Authority.Issuance;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Token;

/// <summary>A client goes on with what its user allowed (RFC 6749 §6).</summary>
internal sealed class RefreshTokenGrant(TokenRefresher refresher) : IGrant
{
    public string GrantType => Domain.Clients.GrantType.RefreshToken;

    public async ValueTask<TokenAnswer> GrantAsync(TenantRequest request, AuthenticatedClient client, Form form)
    {
        if (form.Text("refresh_token") is not { } refreshToken)
            return TokenAnswer.Refused(OAuthRefusal.InvalidRequest("refresh_token_missing", "refresh_token is missing."));
        if (!ScopeParameter.TryParse(form.Text("scope"), out var scope))
            return TokenAnswer.Refused(OAuthRefusal.InvalidScope("scope_malformed"));
        return await refresher.RefreshAsync(
            request.Tenant, client, refreshToken, new TokenWish(scope, form.Texts("resource")), request.Origin($"client:{client.Id}")).ConfigureAwait(false);
    }
}
