using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Authority.Provisioning;

/// <summary>A client's metadata (RFC 7591 §2). What Argus cannot do yet is refused by name.</summary>
internal static class ClientReader
{
    private const int LongestSecret = 1024;

    private static readonly string[] AuthMethods = [AuthMethod.ClientSecretBasic, AuthMethod.ClientSecretPost];
    private static readonly string[] GrantTypes = [GrantType.ClientCredentials];

    private static readonly string[] NotBuiltAuthMethods = ["none", "private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"];

    private static readonly string[] NotBuiltGrantTypes =
    [
        "authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
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
            AuthMethod = OneOf(node.Member("token_endpoint_auth_method"), AuthMethods, NotBuiltAuthMethods),
            GrantTypes = node.Member("grant_types") is { } grants ? NameSet.Of(grants.Items().Select(item => OneOf(item, GrantTypes, NotBuiltGrantTypes)).OfType<string>()) : null,
            Scope = node.Member("scope") is { } scope ? ScopeReader.Read(scope) : null,
            Resources = node.Member("resources") is { } resources ? ResourceNames(resources) : null,
            Introspects = node.Member("introspects") is { } introspects ? ResourceNames(introspects) : null,
        };
        NotBuilt(node, "jwks", "redirect_uris");
        node.RefuseOthers();

        if (ClientId.TryParse(idText, out var id))
            return client with { ClientId = id };
        (idNode ?? node).Error(idNode is null ? "client_id is missing" : "must be 1 to 128 of A-Z a-z 0-9 - . _ ~ : / @");
        return null;
    }

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

    private static NameSet ResourceNames(JsonNodeReader node)
    {
        var names = new List<string>();
        foreach (var item in node.Items())
        {
            if (item.Text() is not { } name)
                continue;
            names.Add(name);
            if (!ResourceId.TryParse(name, out _))
                item.Error("must be an absolute URI without a fragment");
        }

        return NameSet.Of(names);
    }

    private static string? OneOf(JsonNodeReader? node, string[] built, string[] notBuilt)
    {
        if (node?.Text() is not { } name)
            return null;
        if (built.Contains(name))
            return name;
        node.Error(notBuilt.Contains(name) ? $"'{name}' is not supported yet" : $"'{name}' is unknown; it can be {string.Join(" or ", built)}");
        return null;
    }

    private static void NotBuilt(JsonNodeReader node, params string[] members)
    {
        foreach (var member in members)
            node.Member(member)?.Error("is not supported yet");
    }
}
