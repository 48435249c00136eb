using Argus.Authority;
using Argus.Authority.Clients;
using Argus.Authority.Issuance;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Token;

/// <summary>A service gets a token for itself (RFC 6749 §4.4, RFC 8707).</summary>
internal sealed class ClientCredentialsGrant(TokenIssuer issuer) : IGrant
{
    public string GrantType => Domain.Clients.GrantType.ClientCredentials;

    public async ValueTask<TokenAnswer> GrantAsync(TenantRequest request, AuthenticatedClient client, Form form)
    {
        if (!ScopeParameter.TryParse(form.Text("scope"), out var scope))
            return TokenAnswer.Refused(OAuthRefusal.InvalidScope("scope_malformed"));
        return await issuer.IssueAsync(
            new TokenRequest(request.Tenant, client.Id, client.State, scope, form.Texts("resource")) { Confirmation = client.Confirmation }, request.Origin($"client:{client.Id}")).ConfigureAwait(false);
    }
}
