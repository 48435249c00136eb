using System.Text.Json.Serialization;
using Argus.Domain.Kernel;

namespace Argus.Domain.Clients;

/// <summary>
/// What a client may do, in the terms of RFC 7591 §2 and OpenID Connect where they have them. What came after the first release is not stored while it has its
/// default, so that the settings of older clients keep their bytes.
/// </summary>
public sealed record ClientSettings
{
    /// <summary>How it must authenticate (RFC 7591 <c>token_endpoint_auth_method</c>); null: by its secret, in the header or in the body.</summary>
    public string? AuthMethod { get; init; }

    /// <summary>Whether it wants <c>sid</c> in logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.2).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool BackchannelLogoutSessionRequired { get; init; }

    /// <summary>Where it takes logout tokens; null: nowhere.</summary>
    public string? BackchannelLogoutUri { get; init; }

    /// <summary>SHA-256 thumbprints of the self-signed certificates that it may authenticate with (RFC 8705 §2.2), base64url.</summary>
    [JsonIgnore]
    public NameSet CertificateThumbprints
    {
        get => StoredCertificateThumbprints ?? NameSet.Empty;
        init => StoredCertificateThumbprints = value.Count == 0 ? null : value;
    }

    [JsonInclude, JsonPropertyName("certificate_thumbprints")]
    internal NameSet? StoredCertificateThumbprints { get; init; }

    /// <summary>What people call it.</summary>
    public string? ClientName { get; init; }

    /// <summary>Whether its token requests must come with a DPoP proof (RFC 9449 §5.2).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DpopBoundAccessTokens { get; init; }

    /// <summary>The audiences whose tokens it may exchange although it does not serve them (RFC 8693). An extension.</summary>
    [JsonIgnore]
    public NameSet Exchanges
    {
        get => StoredExchanges ?? NameSet.Empty;
        init => StoredExchanges = value.Count == 0 ? null : value;
    }

    [JsonInclude, JsonPropertyName("exchanges")]
    internal NameSet? StoredExchanges { get; init; }

    public NameSet GrantTypes { get; init; } = NameSet.Empty;

    /// <summary>Whether tokens that it gets by exchange may hide that it acts (RFC 8693 §1.1). An extension.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Impersonates { get; init; }

    /// <summary>The resources for which it may introspect: it is, or speaks for, their server.</summary>
    public NameSet Introspects { get; init; } = NameSet.Empty;

    /// <summary>Its public keys as canonical JSON (RFC 7517 §5): RSA keys that verify RS256, and nothing else; null for none.</summary>
    public string? Jwks { get; init; }

    /// <summary>Where its public keys are, if not in <see cref="Jwks"/>.</summary>
    public string? JwksUri { get; init; }

    /// <summary>The client that may act for the subjects of its tokens (RFC 8693 §4.4). An extension.</summary>
    public ClientId? MayAct { get; init; }

    /// <summary>Where a browser may go after a logout (OpenID Connect RP-Initiated Logout 1.0 §3.1); each is a <see cref="RedirectUri"/>.</summary>
    [JsonIgnore]
    public NameSet PostLogoutRedirectUris
    {
        get => StoredPostLogoutRedirectUris ?? NameSet.Empty;
        init => StoredPostLogoutRedirectUris = value.Count == 0 ? null : value;
    }

    /// <summary>Where authorization responses may go (RFC 6749 §3.1.2); each is a <see cref="RedirectUri"/>.</summary>
    [JsonIgnore]
    public NameSet RedirectUris
    {
        get => StoredRedirectUris ?? NameSet.Empty;
        init => StoredRedirectUris = value.Count == 0 ? null : value;
    }

    [JsonInclude, JsonPropertyName("post_logout_redirect_uris")]
    internal NameSet? StoredPostLogoutRedirectUris { get; init; }

    [JsonInclude, JsonPropertyName("redirect_uris")]
    internal NameSet? StoredRedirectUris { get; init; }

    /// <summary>Seconds that a grant lasts at most; null: as the tenant's policy has it.</summary>
    public int? RefreshAbsoluteLifetime { get; init; }

    /// <summary>Seconds that a grant lasts unused; null: as the tenant's policy has it.</summary>
    public int? RefreshIdleLifetime { get; init; }

    /// <summary>Whether authorization requests must be pushed first (RFC 9126 §6).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RequirePushedAuthorizationRequests { get; init; }

    /// <summary>What it may ask for at most at a resource, where that is less than all of <see cref="Scope"/>. An extension.</summary>
    [JsonIgnore]
    public ResourceScopes ResourceScopes
    {
        get => StoredResourceScopes ?? ResourceScopes.None;
        init => StoredResourceScopes = value.Count == 0 ? null : value;
    }

    [JsonInclude, JsonPropertyName("resource_scopes")]
    internal ResourceScopes? StoredResourceScopes { get; init; }

    /// <summary>The resources it may ask tokens for.</summary>
    public NameSet Resources { get; init; } = NameSet.Empty;

    public NameSet Scope { get; init; } = NameSet.Empty;

    /// <summary>Whether it belongs to the tenant itself, whose users need not be asked for their consent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SkipConsent { get; init; }

    /// <summary>Its name in SPIFFE, by whose documents it may authenticate. An extension.</summary>
    public string? SpiffeId { get; init; }

    // RFC 8705 §2.1.2: exactly one of them names whom a certificate must be for.
    public string? TlsClientAuthSanDns { get; init; }

    public string? TlsClientAuthSanEmail { get; init; }

    public string? TlsClientAuthSanIp { get; init; }

    public string? TlsClientAuthSanUri { get; init; }

    public string? TlsClientAuthSubjectDn { get; init; }

    /// <summary>Whether its access tokens are bound to its certificate (RFC 8705 §3.4).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TlsClientCertificateBoundAccessTokens { get; init; }

    /// <summary>It has no secret, and proves nothing by its name (RFC 6749 §2.1).</summary>
    [JsonIgnore]
    public bool IsPublic => AuthMethod == Clients.AuthMethod.None;

    /// <summary>What it may ask for at a resource. The scopes of OpenID Connect belong to no resource, and nothing said of one takes them away.</summary>
    public NameSet ScopeAt(string resource) =>
        ResourceScopes.Find(resource) is { } most ? NameSet.Of(Scope.Where(name => most.Contains(name) || OidcScope.All.Contains(name))) : Scope;

    /// <summary>Whether an authorization response may go there.</summary>
    public bool FindRedirect(string requested) => Has(RedirectUris, requested);

    /// <summary>Whether a browser may go there after a logout.</summary>
    public bool FindPostLogoutRedirect(string requested) => Has(PostLogoutRedirectUris, requested);

    private static bool Has(NameSet uris, string requested) => uris.Any(text => RedirectUri.TryParse(text, out var registered) && registered.Matches(requested));
}

/// <summary>Names of client authentication methods (RFC 7591 §2).</summary>
public static class AuthMethod
{
    public const string ClientSecretBasic = "client_secret_basic";
    public const string ClientSecretPost = "client_secret_post";
    public const string None = "none";
    public const string PrivateKeyJwt = "private_key_jwt";
    public const string SelfSignedTlsClientAuth = "self_signed_tls_client_auth";
    public const string TlsClientAuth = "tls_client_auth";

    /// <summary>A SPIFFE JWT-SVID as client assertion. An extension.</summary>
    public const string SpiffeJwt = "spiffe_jwt";

    /// <summary>A SPIFFE X.509-SVID as client certificate. An extension.</summary>
    public const string SpiffeX509 = "spiffe_x509";

    /// <summary>Whether a client proves itself so by a secret that the authority knows.</summary>
    public static bool IsBySecret(string? method) => method is null or ClientSecretBasic or ClientSecretPost;
}

/// <summary>Names of grant types (RFC 7591 §2, RFC 7523 §2.1, RFC 8628 §3.4, RFC 8693 §2.1).</summary>
public static class GrantType
{
    public const string AuthorizationCode = "authorization_code";
    public const string ClientCredentials = "client_credentials";
    public const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";
    public const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    public const string RefreshToken = "refresh_token";
    public const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
}

/// <summary>A client secret as it is kept.</summary>
/// <param name="Hash">The secret's hash in the scheme's own form.</param>
/// <param name="Scheme">
/// <c>sha-256</c> for a secret with 256 bits of entropy, which needs no slowing down; <c>identity-v3</c> (salted PBKDF2) for any other.
/// </param>
public sealed record ClientSecret(string Hash, string Scheme)
{
    public const string Sha256 = "sha-256";
    public const string Slow = "identity-v3";

    /// <summary>A hash is not for logs either.</summary>
    public override string ToString() => $"ClientSecret({Scheme})";
}
