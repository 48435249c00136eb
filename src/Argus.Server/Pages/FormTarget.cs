using System.Buffers;

namespace Argus.Server.Pages;

/// <summary>
/// Where a browser may be redirected after a form: a source of <c>form-action</c> (CSP Level 3 §2.3.1). An origin such as <c>https://app.example:8443</c>, or a
/// bare scheme such as an app's <c>com.example.app:</c>.
/// </summary>
internal static class FormTarget
{
    private static readonly SearchValues<char> InScheme = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789+-.");
    private static readonly SearchValues<char> InHost = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-._");

    /// <summary>The source for a redirect URI that is already known to be the client's.</summary>
    public static string Of(Uri redirect)
    {
        // The grammar has no IPv6 address: a browser ignores http://[::1]:8080 and blocks the redirect. The scheme alone is the least that lets it through.
        if (!IsWeb(redirect.Scheme) || redirect.HostNameType == UriHostNameType.IPv6)
            return redirect.Scheme + ":";
        var port = redirect.IsDefaultPort ? "" : $":{redirect.Port}";
        return $"{redirect.Scheme}://{redirect.IdnHost}{port}";
    }

    /// <summary>Whether it is an origin or a scheme. Then it holds nothing that ends a source, a directive or the header.</summary>
    public static bool IsValid(string target)
    {
        if (target.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon) || !char.IsAsciiLetterLower(target[0]))
            return false;
        var scheme = target[..colon];
        return target.AsSpan(colon + 1) switch
        {
            [] => IsWeb(scheme) || IsPrivateUse(scheme),
            ['/', '/', .. var authority] => IsWeb(scheme) && IsAuthority(authority),
            _ => false,
        };
    }

    private static bool IsWeb(string scheme) => scheme is "http" or "https";

    /// <summary>RFC 8252 §7.1: an app's scheme is a name turned round, so it holds a dot; javascript, data and blob hold none.</summary>
    private static bool IsPrivateUse(string scheme) => scheme.Contains('.', StringComparison.Ordinal) && !scheme.AsSpan().ContainsAnyExcept(InScheme);

    private static bool IsAuthority(ReadOnlySpan<char> authority)
    {
        var colon = authority.IndexOf(':');
        var host = colon < 0 ? authority : authority[..colon];
        if (host.IsEmpty || host.ContainsAnyExcept(InHost))
            return false;
        return colon < 0 || (authority[(colon + 1)..] is { Length: > 0 and <= 5 } port && !port.ContainsAnyExceptInRange('0', '9'));
    }
}
