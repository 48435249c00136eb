using Argus.Authority.Replay;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Authority.Clients;

/// <summary>
/// private_key_jwt (RFC 7523 §3, OpenID Connect Core §9): a JWT that the client signed with RS256, for this issuer alone, for five minutes at most, and for one
/// use. The token endpoint's URL is no audience: what is for a URL is for whoever somebody says is behind it (draft-ietf-oauth-rfc7523bis).
/// </summary>
public sealed class SignedAssertions(ClientKeys keys, IReplayCache used, Issuers issuers, TimeProvider clock) : IClientProver
{
    /// <summary>The value of <c>client_assertion_type</c>.</summary>
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan LongestLifetime = TimeSpan.FromSeconds(300);

    // Most clients send it untyped or as JWT; draft-ietf-oauth-rfc7523bis gives it a type of its own.
    private static readonly string[] Types = ["JWT", "client-authentication+jwt"];

    public IReadOnlyList<string> Methods { get; } = [AuthMethod.PrivateKeyJwt];

    public async ValueTask<string?> FaultAsync(TenantView tenant, ClientId id, ClientState client, ClientCredentials credentials)
    {
        var (fault, token) = await VerifyAsync(tenant, id, client, credentials.Assertion, newer: false).ConfigureAwait(false);
        if (fault == TokenFault.UnknownKey)
            (fault, token) = await VerifyAsync(tenant, id, client, credentials.Assertion, newer: true).ConfigureAwait(false);
        if (token is null)
            return $"assertion_{fault}";
        if (token.Subject != id.Value)
            return "assertion_subject";
        if (token.Audiences.Count != 1)
            return "assertion_audiences";

        var left = TimeSpan.FromSeconds(token.ExpiresAt - clock.GetUtcNow().ToUnixTimeSeconds() + tenant.State.Policy.ClockSkew + 1);
        return await used.TryAddAsync(tenant.Id, $"client:{id}", token.JwtId, left).ConfigureAwait(false) ? null : "assertion_replayed";
    }

    private async ValueTask<(TokenFault Fault, VerifiedToken? Token)> VerifyAsync(
        TenantView tenant, ClientId id, ClientState client, ReadOnlyMemory<byte> assertion, bool newer)
    {
        var known = await keys.OfAsync(tenant.Id, id, client.Settings, newer).ConfigureAwait(false);
        var (fault, token) = (TokenFault.None, (VerifiedToken?)null);
        foreach (var type in Types)
        {
            fault = JwtValidator.Validate(
                assertion.Span, RulesOf(tenant, id, type), kid => known?.GetValueOrDefault(kid), clock.GetUtcNow(), out token);
            if (fault != TokenFault.WrongType)
                break;
        }

        return (fault, token);
    }

    private TokenRules RulesOf(TenantView tenant, ClientId id, string type) => new()
    {
        Issuer = id.Value,
        Typ = type,
        AllowUntyped = true,
        Audience = issuers.Of(tenant),
        ClockSkew = TimeSpan.FromSeconds(tenant.State.Policy.ClockSkew),
        MaxLifetime = LongestLifetime,
        Required = RequiredClaims.Assertion,
    };
}
