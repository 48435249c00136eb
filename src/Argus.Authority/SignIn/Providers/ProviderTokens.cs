using System.Text;
using System.Text.Json;
using Argus.Domain.IdentityProviders;
using Argus.Jose;

namespace Argus.Authority.SignIn.Providers;

/// <summary>Exchanges a provider's code for its word on who the user is (OpenID Connect Core §3.1.3), and believes it only under the provider's own key.</summary>
public sealed class ProviderTokens(IProviderChannel channel, KnownProviders providers, TimeProvider clock)
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(1);

    /// <summary>The token was made for this very sign-in.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(10);

    /// <param name="provider">As the tenant describes it.</param>
    /// <param name="browser">Of the sign-in.</param>
    /// <param name="code">As the browser brought it.</param>
    /// <param name="redirectUri">Where it brought it to.</param>
    /// <exception cref="ProviderException">The provider does not answer, or not with what can be believed.</exception>
    public async ValueTask<ProvenUser> RedeemAsync(ProviderDescribed provider, BrowserSecret browser, string code, string redirectUri)
    {
        var metadata = await providers.FindAsync(provider.Issuer).ConfigureAwait(false);
        var answer = await channel.PostAsync(metadata.TokenEndpoint, new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = provider.ClientId,
            ["code"] = code,
            ["code_verifier"] = browser.CodeVerifier,
            ["redirect_uri"] = redirectUri,
        }).ConfigureAwait(false);
        using var tokens = ProviderJson.Parse(answer);
        var idToken = ProviderJson.Text(tokens.RootElement, "id_token") ?? throw new ProviderException("The provider sent no ID token.");

        var token = await VerifyAsync(metadata, provider, Encoding.UTF8.GetBytes(idToken)).ConfigureAwait(false);
        using var claims = ProviderJson.Parse(token.Payload);
        Check(claims.RootElement, token, provider, browser);
        var user = new ProvenUser(provider.Issuer, token.Subject, AuthTime(claims.RootElement), ProviderJson.Claims(claims.RootElement));
        return metadata.UserInfoEndpoint is { } endpoint && ProviderJson.Text(tokens.RootElement, "access_token") is { } accessToken
            ? await AskMoreAsync(user, endpoint, accessToken).ConfigureAwait(false)
            : user;
    }

    private async ValueTask<VerifiedToken> VerifyAsync(ProviderMetadata metadata, ProviderDescribed provider, byte[] idToken)
    {
        var rules = new TokenRules
        {
            Issuer = provider.Issuer, Typ = TokenType.IdToken, Audience = provider.ClientId, ClockSkew = Skew, MaxLifetime = LongestLifetime, Required = RequiredClaims.IdToken,
        };
        var fault = Validate(idToken, rules, await providers.KeysAsync(metadata).ConfigureAwait(false), out var token);
        if (fault == TokenFault.UnknownKey)
            fault = Validate(idToken, rules, await providers.KeysAsync(metadata, again: true).ConfigureAwait(false), out token);
        return token ?? throw new ProviderException($"The provider's ID token is refused: {fault}.");
    }

    private TokenFault Validate(byte[] idToken, TokenRules rules, IReadOnlyList<RsaPublicJwk> keys, out VerifiedToken? token)
    {
        VerificationKey? key = null;
        try
        {
            return JwtValidator.Validate(
                idToken, rules, kid => keys.FirstOrDefault(known => known.Kid == kid) is { } jwk ? key = new VerificationKey(jwk) : null, clock.GetUtcNow(), out token);
        }
        finally
        {
            key?.Dispose();
        }
    }

    /// <summary>OpenID Connect Core §3.1.3.7.</summary>
    private void Check(JsonElement claims, VerifiedToken token, ProviderDescribed provider, BrowserSecret browser)
    {
        if (ProviderJson.Text(claims, "nonce") != browser.Nonce)
            throw new ProviderException("The provider's ID token is for another sign-in.");
        var azp = ProviderJson.Text(claims, "azp");
        if ((claims.TryGetProperty("azp", out _) || token.Audiences.Count > 1) && azp != provider.ClientId)
            throw new ProviderException("The provider's ID token is for another client.");
        if (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(token.IssuedAt) > Oldest)
            throw new ProviderException("The provider's ID token is old.");
        if (token.Subject.Length > 255)
            throw new ProviderException("The provider's name for the user is too long.");
    }

    /// <summary>OpenID Connect Core §2: NumericDate, if it is said at all. What is none must not pass for "just now".</summary>
    private static long? AuthTime(JsonElement claims)
    {
        if (!claims.TryGetProperty("auth_time", out var time))
            return null;
        return time.ValueKind == JsonValueKind.Number && time.TryGetInt64(out var seconds) && seconds >= 0
            ? seconds
            : throw new ProviderException("The provider's auth_time is no time.");
    }

    private async ValueTask<ProvenUser> AskMoreAsync(ProvenUser user, Uri endpoint, string accessToken)
    {
        var answer = await channel.GetAsync(endpoint, accessToken).ConfigureAwait(false);
        using var more = ProviderJson.Parse(answer);

        // §5.3.2: or somebody else's claims would be taken for this user's.
        if (ProviderJson.Text(more.RootElement, "sub") != user.Subject)
            throw new ProviderException("The provider tells of another user than it signed in.");
        return user with { Claims = ProviderJson.Merge(user.Claims, ProviderJson.Claims(more.RootElement)) };
    }
}
