using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Authority.Provisioning;

/// <summary>The places at a client that browsers and the authority itself are sent to.</summary>
internal static class ClientUriReader
{
    // Some hundred of them; an event with two lists of this length stays well below the size of an entry.
    private const int LongestList = 16_384;

    private const string Rule =
        "must be an absolute URI of up to 2048 characters, without fragment, userinfo, wildcard or dot segment, its scheme and host in lower case: https, http on 127.0.0.1, [::1] or localhost, "
        + "or a private-use scheme with a dot, such as com.example.app:/callback";

    /// <summary>Redirect URIs, which requests must name exactly (RFC 9700 §4.1.3).</summary>
    public static NameSet Redirects(JsonNodeReader node)
    {
        var names = new List<string>();
        foreach (var item in node.Items())
        {
            if (item.Text() is not { } text)
                continue;
            names.Add(text);
            if (!RedirectUri.TryParse(text, out _))
                item.Error(Rule);
        }

        if (names.Sum(name => name.Length) > LongestList)
            node.Error($"has more than {LongestList} characters of URIs");
        return NameSet.Of(names);
    }

    /// <summary>Where the authority itself posts to (OpenID Connect Back-Channel Logout 1.0 §2.2).</summary>
    public static string? BackchannelLogout(JsonNodeReader node)
    {
        if (node.Text() is not { } text)
            return null;
        if (RedirectUri.TryParse(text, out var uri) && uri.IsWeb)
            return text;
        node.Error("must be an absolute URI of up to 2048 characters, without fragment, userinfo or dot segment: https, or http on 127.0.0.1, [::1] or localhost");
        return null;
    }
}
