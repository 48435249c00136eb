using System.Buffers;
using Argus.Authority;
using Argus.Authority.Clients;
using Argus.Authority.Families;
using Argus.Authority.Issuance;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Token;

/// <summary>A client exchanges the code that its user's browser brought (RFC 6749 §4.1.3, RFC 7636 §4.5).</summary>
internal sealed class AuthorizationCodeGrant(CodeRedeemer redeemer) : IGrant
{
    private static readonly SearchValues<char> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    public string GrantType => Domain.Clients.GrantType.AuthorizationCode;

    public async ValueTask<TokenAnswer> GrantAsync(TenantRequest request, AuthenticatedClient client, Form form)
    {
        if (form.Text("code") is not { } code)
            return TokenAnswer.Refused(OAuthRefusal.InvalidRequest("code_missing", "code is missing."));
        if (form.Text("code_verifier") is not { } verifier)
            return TokenAnswer.Refused(OAuthRefusal.InvalidRequest("code_verifier_missing", "code_verifier is missing."));
        if (verifier.Length is < 43 or > 128 || verifier.AsSpan().ContainsAnyExcept(Unreserved))
            return TokenAnswer.Refused(OAuthRefusal.InvalidGrant("code_verifier_malformed"));

        var exchange = new CodeExchange(code, verifier, form.Text("redirect_uri"), new TokenWish(null, form.Texts("resource")));
        return await redeemer.RedeemCodeAsync(request.Tenant, client, exchange, request.Origin($"client:{client.Id}")).ConfigureAwait(false);
    }
}
