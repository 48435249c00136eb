using Argus.Domain.Kernel;
using Argus.Domain.Tenants;

namespace Argus.Domain.Clients;

/// <summary>What a client's settings, and its secret, must be together.</summary>
public static class ClientRules
{
    /// <summary>The first rule that they break, whatever secret there is; null if they hold.</summary>
    public static Refusal? Fault(this ClientSettings settings) => Grants(settings) ?? Public(settings) ?? Proofs(settings) ?? AtResources(settings) ?? Lifetimes(settings);

    /// <summary>Who is public has no secret (RFC 6749 §2.1), and whoever else proves itself by one.</summary>
    public static Refusal? SecretFault(ClientId client, ClientSettings settings, bool hasSecret) => (settings.IsPublic, hasSecret) switch
    {
        _ when !settings.IsPublic && !AuthMethod.IsBySecret(settings.AuthMethod) => null,
        (true, true) => new Refusal(
            "public_client_has_secret", $"{client} has token_endpoint_auth_method none, and a client_secret; what has a secret becomes public only when it is removed and described anew"),
        (false, false) => new Refusal("client_secret_missing", $"{client} has no client_secret, and needs one unless its token_endpoint_auth_method is none"),
        _ => null,
    };

    private static Refusal? Grants(ClientSettings settings)
    {
        if (settings.GrantTypes.Contains(GrantType.AuthorizationCode) && settings.RedirectUris.Count == 0)
            return new Refusal("redirect_uri_missing", "grant_types has authorization_code, which needs redirect_uris");
        return settings.GrantTypes.Contains(GrantType.RefreshToken)
            && !settings.GrantTypes.Contains(GrantType.AuthorizationCode) && !settings.GrantTypes.Contains(GrantType.DeviceCode)
            ? new Refusal("refresh_token_of_nobody", $"grant_types has refresh_token, which needs authorization_code or {GrantType.DeviceCode}")
            : null;
    }

    /// <summary>Anybody can say the name of a public client.</summary>
    private static Refusal? Public(ClientSettings settings)
    {
        if (!settings.IsPublic)
            return null;
        if (settings.GrantTypes.Contains(GrantType.ClientCredentials))
            return new Refusal("public_client_credentials", "grant_types has client_credentials, which a client with token_endpoint_auth_method none cannot have");
        if (settings.GrantTypes.FirstOrDefault(grant => grant is GrantType.TokenExchange or GrantType.JwtBearer) is { } exchange)
            return new Refusal("public_client_exchanges", $"grant_types has {exchange}, which a client with token_endpoint_auth_method none cannot have");
        return settings.Introspects.Count > 0
            ? new Refusal("public_client_introspects", "introspects names resources, and a client with token_endpoint_auth_method none cannot introspect")
            : null;
    }

    /// <summary>Who proves itself without a secret has exactly what its method needs. A JWK set may be empty: then nobody can, until there is a key.</summary>
    private static Refusal? Proofs(ClientSettings settings)
    {
        if (settings.Jwks is not null && settings.JwksUri is not null)
            return new Refusal("two_key_sets", "jwks and jwks_uri are both there (RFC 7591 §2)");
        var names = new[]
        {
            settings.TlsClientAuthSubjectDn, settings.TlsClientAuthSanDns, settings.TlsClientAuthSanUri, settings.TlsClientAuthSanIp, settings.TlsClientAuthSanEmail,
        }.Count(name => name is not null);
        return settings.AuthMethod switch
        {
            AuthMethod.PrivateKeyJwt when settings.Jwks is null && settings.JwksUri is null =>
                new Refusal("keys_missing", "token_endpoint_auth_method is private_key_jwt, which needs jwks or jwks_uri"),
            AuthMethod.SelfSignedTlsClientAuth when settings.Jwks is null =>
                new Refusal("keys_missing", "token_endpoint_auth_method is self_signed_tls_client_auth, which needs jwks with the certificates as x5c"),
            AuthMethod.TlsClientAuth when names != 1 =>
                new Refusal("certificate_name_missing", "token_endpoint_auth_method is tls_client_auth, which needs exactly one of tls_client_auth_subject_dn and tls_client_auth_san_dns, _uri, _ip, _email"),
            AuthMethod.SpiffeJwt or AuthMethod.SpiffeX509 when settings.SpiffeId is null =>
                new Refusal("spiffe_id_missing", $"token_endpoint_auth_method is {settings.AuthMethod}, which needs spiffe_id"),
            _ => null,
        };
    }

    /// <summary>Least privilege takes away from what the client has, and adds nothing.</summary>
    private static Refusal? AtResources(ClientSettings settings)
    {
        foreach (var (resource, scopes) in settings.ResourceScopes)
        {
            if (!settings.Resources.Contains(resource))
                return new Refusal("resource_scopes_of_another", $"resource_scopes names {resource}, which is not one of the client's resources");
            if (!scopes.IsSubsetOf(settings.Scope))
                return new Refusal("resource_scopes_beyond_scope", $"resource_scopes has scopes for {resource} that the client's scope has not");
        }

        return null;
    }

    /// <summary>The bounds of the tenant's policy. A grant ends by whichever of its two times is over first.</summary>
    private static Refusal? Lifetimes(ClientSettings settings) =>
        Outside("refresh_absolute_lifetime", settings.RefreshAbsoluteLifetime, TenantPolicy.LongestRefreshLifetime)
        ?? Outside("refresh_idle_lifetime", settings.RefreshIdleLifetime, settings.RefreshAbsoluteLifetime ?? TenantPolicy.LongestRefreshLifetime);

    private static Refusal? Outside(string member, int? value, int most) =>
        value < 1 || value > most ? new Refusal("refresh_lifetime_out_of_range", $"{member} is {value}; it must be from 1 to {most}") : null;
}
