using Argus.Domain.Clients;

namespace Argus.Authority.Provisioning;

/// <summary>Where a tenant's users sign in. An extension: RFC 7591 knows no tenants.</summary>
internal static class SignInReader
{
    public static SignInDescription? Read(JsonNodeReader node)
    {
        var uriNode = node.Member("handoff_uri");
        node.RefuseOthers();
        if (uriNode is null)
            return null;
        if (uriNode.IsNull)
            return new SignInDescription(null);
        if (uriNode.Text() is not { } text)
            return null;
        if (!RedirectUri.TryParse(text, out var uri) || !uri.IsWeb)
            uriNode.Error("must be an absolute URI of up to 2048 characters, without fragment, userinfo or dot segment: https, or http on 127.0.0.1, [::1] or localhost");
        return new SignInDescription(text);
    }
}
