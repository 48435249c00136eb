using Argus.Authority.Outbound;
using Argus.Domain.Clients;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Kernel;

namespace Argus.Authority.Provisioning;

/// <summary>An outside OpenID Provider of a tenant.</summary>
internal static class IdentityProviderReader
{
    private const int LongestText = 200;
    private static readonly NameSet UsualScope = NameSet.Of(["email", "openid", "profile"]);

    public static ProviderDescription? Read(JsonNodeReader node)
    {
        node.Member("client_secret")?.Error("is not supported: Argus is a public client with PKCE there, for it would have to keep another server's secret readable");
        var nameNode = node.Member("name");
        var isName = ProviderName.TryParse(nameNode?.Text(), out var name);
        if (!isName)
            (nameNode ?? node).Error(nameNode is null ? "name is missing" : "must be 1 to 63 of a-z 0-9 -");
        var clientId = Text(node, "client_id");
        var issuer = Issuer(node);
        var displayName = node.Member("display_name") is null ? name.Value : Text(node, "display_name");
        var scope = node.Member("scope") is { } scopeNode ? ScopeReader.Read(scopeNode) : UsualScope;
        if (!scope.Contains(OidcScope.OpenId))
            node.Member("scope")!.Error("must have openid");
        node.RefuseOthers();
        return isName && clientId is not null && issuer is not null && displayName is not null
            ? new ProviderDescription(node.Path, new ProviderDescribed(clientId, displayName, issuer, name, scope))
            : null;
    }

    private static string? Issuer(JsonNodeReader node)
    {
        if (Text(node, "issuer") is not { } issuer)
            return null;
        if (OutboundUri.TryParse(issuer, out var uri) && uri.Query.Length == 0)
            return issuer;
        node.Member("issuer")!.Error("must be an absolute URI without query and fragment: https, or http on this machine");
        return null;
    }

    private static string? Text(JsonNodeReader node, string member)
    {
        if (node.Member(member) is not { } found)
        {
            node.Error($"{member} is missing");
            return null;
        }

        if (found.Text() is not { } text)
            return null;
        if (text.Length is > 0 and <= LongestText && !text.Any(char.IsControl))
            return text;
        found.Error($"must be 1 to {LongestText} characters, none of them control characters");
        return null;
    }
}
