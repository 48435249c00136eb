using Argus.Authority.Grains;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Issuance;

/// <summary>Issues access tokens: decide, make durable, sign, answer, in this order (docs/adr/0003).</summary>
public sealed class TokenIssuer(Aggregates aggregates, TenantSigner signer, IssuedTokens issuedTokens, Issuers issuers, TimeProvider clock)
{
    /// <exception cref="LogUnavailableException">Not durable, or not known to be; no token leaves then.</exception>
    /// <exception cref="KeyUnavailableException">The tenant has no key to sign with now; no token leaves then.</exception>
    public async ValueTask<TokenAnswer> IssueAsync(TokenRequest request, Origin origin)
    {
        if (AudienceAndScope.Decide(request, out var grant) is { } refusal)
            return TokenAnswer.Refused(refusal);

        var key = await signer.ActiveKeyAsync(request.Tenant).ConfigureAwait(false);
        var token = Describe(request, grant, key.Kid);
        var unsigned = AccessTokenPayload.Write(key.AccessTokenHeader, key.SignatureLength, issuers.Of(request.Tenant), token);
        token = token with { Digest = AccessTokenPayload.DigestOf(unsigned) };

        // Not cancelled with the request: an append under way is finished, whoever still listens.
        var outcome = await aggregates.Tokens.ExecuteOnNewAsync(
            request.Tenant.Id,
            TokenState.StreamOf(token.Jti),
            state => TokenDecider.Issue(state, token, TenantPolicy.LongestTokenLifetime),
            origin,
            CancellationToken.None).ConfigureAwait(false);
        if (outcome.Refusal is { } refused)
            throw new InvalidOperationException($"{refused.Code}: {refused.Detail}");

        var appended = outcome.Appended!;
        issuedTokens.Add(request.Tenant.Id, token.Jti, IssuedTokens.Issuance.Of(token, appended.CommitTime, appended.FirstPosition));
        return new TokenAnswer(null, await key.SignAsync(unsigned).ConfigureAwait(false), (int)(token.Exp - token.Iat), token.Scope) { Confirmation = token.Cnf };
    }

    private TokenIssued Describe(TokenRequest request, Grant grant, Kid kid)
    {
        var now = clock.GetUtcNow();
        // A client's own subject has a namespace that no user's can be in.
        var subject = $"client:{request.ClientId}";
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
            MayAct: null,
            Parent: null,
            Scope: grant.Scope.Count == 0 ? null : grant.Scope.ToString(),
            Sub: subject);
    }
}
