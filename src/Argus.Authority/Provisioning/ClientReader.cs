using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Authority.Provisioning;

/// <summary>A client's metadata (RFC 7591 §2).</summary>
internal static class ClientReader
{
    private const int LongestName = 128;
    private const int LongestSecret = 1024;

    private static readonly string[] AuthMethods = 
    [
        AuthMethod.ClientSecretBasic, AuthMethod.ClientSecretPost, AuthMethod.None, AuthMethod.PrivateKeyJwt, AuthMethod.TlsClientAuth,
        AuthMethod.SelfSignedTlsClientAuth, AuthMethod.SpiffeJwt, AuthMethod.SpiffeX509,
    ];

    private static readonly string[] GrantTypes = 
    [
        GrantType.ClientCredentials, GrantType.AuthorizationCode, GrantType.RefreshToken, GrantType.DeviceCode, GrantType.TokenExchange, GrantType.JwtBearer,
    ];

    public static ClientDescription? Read(JsonNodeReader node) => Read(node, null);

    /// <param name="node">The client.</param>
    /// <param name="known">Its name, where that is known already.</param>
    public static ClientDescription? Read(JsonNodeReader node, string? known)
    {
        var idNode = node.Member("client_id");
        var idText = idNode is null ? known : idNode.Text();
        if (known is not null && idText != known)
            idNode?.Error($"must be '{known}'");
        var client = new ClientDescription(node.Path, default)
        {
            Secret = Secret(node.Member("client_secret")),
            AuthMethod = OneOf(node.Member("token_endpoint_auth_method"), AuthMethods),
            GrantTypes = node.Member("grant_types") is { } grants ? NameSet.Of(grants.Items().Select(item => OneOf(item, GrantTypes)).OfType<string>()) : null,
            Scope = node.Member("scope") is { } scope ? ScopeReader.Read(scope) : null,
            Resources = node.Member("resources") is { } resources ? ResourceNameReader.Names(resources) : null,
            Introspects = node.Member("introspects") is { } introspects ? ResourceNameReader.Names(introspects) : null,
            Name = Taken(node.Member("client_name"), ClientName),
            RedirectUris = node.Member("redirect_uris") is { } redirects ? ClientUriReader.Redirects(redirects) : null,
            PostLogoutRedirectUris = node.Member("post_logout_redirect_uris") is { } places ? ClientUriReader.Redirects(places) : null,
            BackchannelLogoutUri = Taken(node.Member("backchannel_logout_uri"), ClientUriReader.BackchannelLogout),
            BackchannelLogoutSessionRequired = node.Member("backchannel_logout_session_required")?.Truth(),
            RequirePushedAuthorizationRequests = node.Member("require_pushed_authorization_requests")?.Truth(),
            DpopBoundAccessTokens = node.Member("dpop_bound_access_tokens")?.Truth(),
            TlsClientCertificateBoundAccessTokens = node.Member("tls_client_certificate_bound_access_tokens")?.Truth(),
            Exchanges = node.Member("exchanges") is { } exchanges ? ResourceNameReader.Names(exchanges) : null,
            Impersonates = node.Member("impersonates")?.Truth(),
            ResourceScopes = node.Member("resource_scopes") is { } most ? ResourceNameReader.Scopes(most) : null,
            MayAct = Taken(node.Member("may_act"), MayAct),
            Proofs = ClientKeyReader.Read(node),
            SkipConsent = node.Member("skip_consent")?.Truth(),
            RefreshAbsoluteLifetime = Taken(node.Member("refresh_absolute_lifetime"), member => member.WholeNumber()),
            RefreshIdleLifetime = Taken(node.Member("refresh_idle_lifetime"), member => member.WholeNumber()),
        };
        node.RefuseOthers();

        if (ClientId.TryParse(idText, out var id))
            return client with { ClientId = id };
        (idNode ?? node).Error(idNode is null ? "client_id is missing" : "must be 1 to 128 of A-Z a-z 0-9 - . _ ~ : / @");
        return null;
    }

    /// <summary>A member that null takes away.</summary>
    private static Said<T>? Taken<T>(JsonNodeReader? node, Func<JsonNodeReader, T> read) =>
        node is null ? null : new Said<T>(node.IsNull ? default! : read(node));

    /// <summary>It is shown to users: no character in it may act on the text around it.</summary>
    private static string? ClientName(JsonNodeReader node)
    {
        if (node.Text() is not { } name)
            return null;
        if (name.Trim().Length > 0 && name.Length <= LongestName && !name.Any(IsControl))
            return name;
        node.Error($"must be 1 to {LongestName} characters, none of them a control character");
        return null;
    }

    private static bool IsControl(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private static string? Secret(JsonNodeReader? node)
    {
        if (node?.Text() is not { } secret)
            return null;
        // RFC 6749 appendix A.2: VSCHAR, which is printable ASCII.
        if (secret.Length is > 0 and <= LongestSecret && secret.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
            return secret;
        node.Error($"must be 1 to {LongestSecret} printable ASCII characters");
        return null;
    }

    private static ClientId? MayAct(JsonNodeReader node)
    {
        if (ClientId.TryParse(node.Text(), out var client))
            return client;
        node.Error("must be a client_id");
        return null;
    }

    private static string? OneOf(JsonNodeReader? node, string[] known)
    {
        if (node?.Text() is not { } name)
            return null;
        if (known.Contains(name))
            return name;
        node.Error($"'{name}' is unknown; it can be {string.Join(" or ", known)}");
        return null;
    }
}
