using Argus.Authority;
using Argus.Authority.Clients;
using Argus.Authority.Issuance;
using Argus.Domain.Kernel;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Token;

/// <summary>A service gets a token for itself (RFC 6749 §4.4, RFC 8707).</summary>
internal sealed class ClientCredentialsGrant(TokenIssuer issuer) : IGrant
{
    public string GrantType => Domain.Clients.GrantType.ClientCredentials;

    public async ValueTask<TokenAnswer> GrantAsync(TenantRequest request, AuthenticatedClient client, Form form)
    {
        if (!TryScope(form.Text("scope"), out var scope))
            return TokenAnswer.Refused(OAuthRefusal.InvalidScope("scope_malformed"));
        return await issuer.IssueAsync(
            new TokenRequest(request.Tenant, client.Id, client.State, scope, form.Texts("resource")), request.Origin($"client:{client.Id}")).ConfigureAwait(false);
    }

    /// <summary>RFC 6749 §3.3: scope-tokens, with one space between.</summary>
    private static bool TryScope(string? text, out NameSet? scope)
    {
        scope = null;
        if (text is null)
            return true;
        var names = text.Split(' ');
        if (!Array.TrueForAll(names, name => name.Length > 0 && name.All(c => c is >= '!' and <= '~' and not '"' and not '\\')))
            return false;
        scope = NameSet.Of(names);
        return true;
    }
}
