using Argus.Authority.Grains;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Tenants;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Issuance;

/// <summary>Issues access tokens that are of no family: decide, make durable, sign, answer, in this order (docs/adr/0003).</summary>
public sealed class TokenMint(Aggregates aggregates, IssuedTokens issuedTokens, Issuers issuers)
{
    /// <param name="tenant">Whose token.</param>
    /// <param name="key">That signs it.</param>
    /// <param name="described">The token but for its digest.</param>
    /// <param name="user">What is said of how its user authenticated.</param>
    /// <param name="origin">Who asks.</param>
    /// <exception cref="LogUnavailableException">Not durable, or not known to be; no token leaves then.</exception>
    /// <exception cref="KeyUnavailableException">The key's provider gave no signature.</exception>
    internal async ValueTask<TokenAnswer> IssueAsync(TenantView tenant, LoadedKey key, TokenIssued described, AuthenticationClaims? user, Origin origin)
    {
        var unsigned = AccessTokenPayload.Write(key.AccessTokenHeader, key.SignatureLength, issuers.Of(tenant), described, user);
        var token = described with { Digest = AccessTokenPayload.DigestOf(unsigned) };

        // Not cancelled with the request: an append under way is finished, whoever still listens.
        var outcome = await aggregates.Tokens.ExecuteOnNewAsync(
            tenant.Id,
            TokenState.StreamOf(token.Jti),
            state => TokenDecider.Issue(state, token, TenantPolicy.LongestTokenLifetime),
            origin,
            CancellationToken.None).ConfigureAwait(false);
        if (outcome.Refusal is { } refused)
            throw new InvalidOperationException($"{refused.Code}: {refused.Detail}");

        var appended = outcome.Appended!;
        issuedTokens.Add(tenant.Id, token.Jti, IssuedTokens.Issuance.Of(token, appended.CommitTime, appended.FirstPosition));
        return new TokenAnswer(null, await key.SignAsync(unsigned).ConfigureAwait(false), (int)(token.Exp - token.Iat), token.Scope) { Confirmation = token.Cnf };
    }
}
