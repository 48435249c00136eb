using Argus.Authority;
using Argus.Authority.Clients;
using Argus.Authority.Exchange;
using Argus.Authority.Issuance;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Token;

/// <summary>A service brings what a trusted peer asserts, and gets a token of this tenant (RFC 7523 §2.1).</summary>
internal sealed class JwtBearerGrant(AssertionRedeemer redeemer) : IGrant
{
    public string GrantType => Domain.Clients.GrantType.JwtBearer;

    public async ValueTask<TokenAnswer> GrantAsync(TenantRequest request, AuthenticatedClient client, Form form)
    {
        if (form.Bytes("assertion") is not { } assertion)
            return TokenAnswer.Refused(OAuthRefusal.InvalidRequest("assertion_missing", "assertion is missing."));
        if (!ScopeParameter.TryParse(form.Text("scope"), out var scope))
            return TokenAnswer.Refused(OAuthRefusal.InvalidScope("scope_malformed"));
        return await redeemer.RedeemAsync(
            request.Tenant, client, assertion, scope, form.Texts("resource"), request.Origin($"client:{client.Id}")).ConfigureAwait(false);
    }
}
