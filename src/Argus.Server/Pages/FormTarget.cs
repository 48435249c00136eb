using System.Buffers;

namespace Argus.Server.Pages;

/// <summary>
/// Where a browser may be redirected after a form: a source of <c>form-action</c> (CSP Level 3 §2.3.1). An origin such as <c>https://app.example:8443</c>, or the
/// bare scheme of an app such as <c>com.example.app:</c>.
/// </summary>
internal static class FormTarget
{
    private static readonly SearchValues<char> InScheme = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789+-.");
    private static readonly SearchValues<char> InHost = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-._");

    /// <summary>The source for a redirect URI that is already known to be the client's.</summary>
    public static string Of(Uri redirect)
    {
        if (redirect.Scheme != Uri.UriSchemeHttp && redirect.Scheme != Uri.UriSchemeHttps)
            return redirect.Scheme + ":";
        var port = redirect.IsDefaultPort ? "" : $":{redirect.Port}";
        return $"{redirect.Scheme}://{redirect.IdnHost}{port}";
    }

    /// <summary>Whether it is one of the two forms. Then it holds nothing that ends a source, a directive or the header.</summary>
    public static bool IsValid(string target)
    {
        if (target.StartsWith("https://", StringComparison.Ordinal) || target.StartsWith("http://", StringComparison.Ordinal))
            return IsAuthority(target.AsSpan(target.IndexOf("://", StringComparison.Ordinal) + 3));

        // RFC 8252 §7.1: an app's scheme is a name turned round, so it holds a dot; javascript, data, blob and http do not.
        return target is [>= 'a' and <= 'z', .., ':'] && target.Contains('.', StringComparison.Ordinal) && !target.AsSpan()[..^1].ContainsAnyExcept(InScheme);
    }

    private static bool IsAuthority(ReadOnlySpan<char> authority)
    {
        var colon = authority.IndexOf(':');
        var host = colon < 0 ? authority : authority[..colon];
        if (host.IsEmpty || host.ContainsAnyExcept(InHost))
            return false;
        return colon < 0 || (authority[(colon + 1)..] is { Length: > 0 and <= 5 } port && !port.ContainsAnyExceptInRange('0', '9'));
    }
}
