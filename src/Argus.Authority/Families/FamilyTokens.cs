using Argus.Authority.Issuance;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Jose;

namespace Argus.Authority.Families;

/// <summary>Makes a family's tokens, up to the signature: that comes when their event is durable (docs/adr/0003).</summary>
public sealed class FamilyTokens(TenantSigner signer, Issuers issuers, TimeProvider clock)
{
    internal FamilyTarget TargetOf(TenantView tenant, FamilyAuthorized grant, ClientState client, TokenWish asked) =>
        FamilyTarget.Of(tenant, grant, client, asked, issuers.Of(tenant));

    /// <summary>Makes the tokens that the stream's next entry will issue.</summary>
    /// <exception cref="KeyUnavailableException">The tenant has no key to sign with now.</exception>
    internal async ValueTask<UnsignedTokens> MakeAsync(TenantView tenant, FamilyId id, FamilyState family, FamilyTarget target, Confirmation? confirmation)
    {
        var key = await signer.ActiveKeyAsync(tenant).ConfigureAwait(false);
        var grant = family.Grant!;
        var token = Describe(tenant, id, family, target, confirmation, key.Kid);
        if (TokenDecider.Fault(token, TenantPolicy.LongestTokenLifetime) is { } fault)
            throw new InvalidOperationException($"{fault.Code}: {fault.Detail}");

        var issuer = issuers.Of(tenant);
        var access = AccessTokenPayload.Write(key.AccessTokenHeader, key.SignatureLength, issuer, token, new AuthenticationClaims(grant.AuthTime, grant.Acr, grant.Amr, id));
        token = token with { Digest = AccessTokenPayload.DigestOf(access) };
        if (!target.Scope.Contains(OidcScope.OpenId))
            return new UnsignedTokens(key, access, token, null, null);

        var identity = IdTokenPayload.Write(key.IdTokenHeader, key.SignatureLength, issuer, token, grant);
        var recorded = new IdTokenIssued(AccessTokenPayload.DigestOf(identity), token.Exp, key.Kid);
        return new UnsignedTokens(key, access, token, identity, recorded);
    }

    private TokenIssued Describe(TenantView tenant, FamilyId id, FamilyState family, FamilyTarget target, Confirmation? confirmation, Kid kid)
    {
        var grant = family.Grant!;
        var issuedAt = Math.Max(clock.GetUtcNow().ToUnixTimeSeconds(), tenant.Revoked.EarliestIssue(grant.Subject.Value, grant.ClientId));
        return new TokenIssued(
            Act: null,
            NameSet.Of(target.Audience),
            grant.ClientId,
            confirmation,
            Digest: "",
            Exp: issuedAt + tenant.State.Policy.UserTokenLifetime,
            Iat: issuedAt,
            Jti.Of(id, family.Version),
            kid,
            tenant.Client(grant.ClientId).Settings.MayAct,
            Parent: null,
            Scope: target.Scope.Count == 0 ? null : target.Scope.ToString(),
            Sub: grant.Subject.Value);
    }
}

/// <summary>Tokens that only lack their signatures.</summary>
internal sealed record UnsignedTokens(LoadedKey Key, UnsignedJws Access, TokenIssued Token, UnsignedJws? Identity, IdTokenIssued? IdToken);
