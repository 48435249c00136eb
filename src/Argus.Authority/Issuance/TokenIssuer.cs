using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Issuance;

/// <summary>Issues access tokens to clients for themselves.</summary>
public sealed class TokenIssuer(TenantSigner signer, TokenMint mint, TimeProvider clock)
{
    /// <exception cref="LogUnavailableException">Not durable, or not known to be; no token leaves then.</exception>
    /// <exception cref="KeyUnavailableException">The tenant has no key to sign with now; no token leaves then.</exception>
    public async ValueTask<TokenAnswer> IssueAsync(TokenRequest request, Origin origin)
    {
        if (AudienceAndScope.Decide(request.Tenant, request.Client.Settings, request.Scope, request.Resources, out var grant) is { } refusal)
            return TokenAnswer.Refused(refusal);

        var key = await signer.ActiveKeyAsync(request.Tenant).ConfigureAwait(false);
        return await mint.IssueAsync(request.Tenant, key, Describe(request, grant, key.Kid), user: null, origin).ConfigureAwait(false);
    }

    private TokenIssued Describe(TokenRequest request, Grant grant, Kid kid)
    {
        var now = clock.GetUtcNow();
        var subject = ClientSubject.Of(request.ClientId);
        var issuedAt = Math.Max(now.ToUnixTimeSeconds(), request.Tenant.Revoked.EarliestIssue(subject, request.ClientId));
        return new TokenIssued(
            Act: null,
            NameSet.Of(grant.Audience.Value),
            request.ClientId,
            request.Confirmation,
            Digest: "",
            Exp: issuedAt + request.Tenant.State.Policy.ServiceTokenLifetime,
            Iat: issuedAt,
            Jti.From(Guid.CreateVersion7(now)),
            kid,
            request.Client.Settings.MayAct,
            Parent: null,
            Scope: grant.Scope.Count == 0 ? null : grant.Scope.ToString(),
            Sub: subject);
    }
}
