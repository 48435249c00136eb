using System.Buffers;
using System.Globalization;
using System.Net;

namespace Argus.Domain.Clients;

/// <summary>
/// The grammar of redirect URIs: the part of RFC 3986 that browsers (WHATWG URL), servers and proxies read alike. What one of them would fold, decode or lower
/// is refused, not repaired.
/// </summary>
internal static class RedirectUriSyntax
{
    private const int Longest = 2048;
    private const int LongestHost = 253;
    private const int LongestLabel = 63;

    private const string LowerCase = "abcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    // RFC 3986 §2, without # (no fragment), * (no wildcard) and the apostrophe (no quote).
    private static readonly SearchValues<char> Allowed = SearchValues.Create($"ABCDEFGHIJKLMNOPQRSTUVWXYZ{LowerCase}{Digits}-._~:/?[]@!$&()+,;=%");
    private static readonly SearchValues<char> InScheme = SearchValues.Create($"{LowerCase}{Digits}+-.");
    private static readonly SearchValues<char> InHost = SearchValues.Create($"{LowerCase}{Digits}-.");

    private static readonly string[] Loopback = ["127.0.0.1", "[::1]", "localhost"];

    public static bool Admits(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (text.Length > Longest || colon < 1 || text.ContainsAnyExcept(Allowed))
            return false;
        var scheme = text[..colon];
        var query = text.IndexOf('?');
        var beforeQuery = query < 0 ? text[(colon + 1)..] : text[(colon + 1)..query];
        return scheme switch
        {
            "https" => IsHierarchy(beforeQuery, out var host) && host.Length > 0,
            "http" => IsHierarchy(beforeQuery, out var host) && IsOneOf(host, Loopback),
            _ => IsPrivateUse(scheme) && IsHierarchy(beforeQuery, out _),
        }
        && (query < 0 || HasSoundEscapes(text[query..], isPath: false));
    }

    /// <summary>RFC 8252 §7.1: a domain name of the app's owner, backwards. No scheme of a browser has a dot.</summary>
    private static bool IsPrivateUse(ReadOnlySpan<char> scheme) =>
        !scheme.ContainsAnyExcept(InScheme) && char.IsAsciiLetter(scheme[0]) && scheme.Contains('.') && scheme[^1] != '.' && scheme.IndexOf("..") < 0;

    /// <summary><c>//authority/path</c>, or <c>/path</c>; then the host is empty.</summary>
    private static bool IsHierarchy(ReadOnlySpan<char> text, out ReadOnlySpan<char> host)
    {
        host = [];
        if (!text.StartsWith("//"))
            return text.StartsWith("/") && IsPath(text);
        text = text[2..];
        var slash = text.IndexOf('/');
        var path = slash < 0 ? [] : text[slash..];
        return IsAuthority(slash < 0 ? text : text[..slash], out host) && IsPath(path);
    }

    /// <summary>A host and perhaps a port. Whoever stands before an @ is not the host, though it may look like it.</summary>
    private static bool IsAuthority(ReadOnlySpan<char> text, out ReadOnlySpan<char> host)
    {
        var bracket = text.StartsWith("[") ? text.IndexOf(']') : 0;
        host = [];
        if (bracket < 0)
            return false;
        var colon = text[bracket..].IndexOf(':');
        host = colon < 0 ? text : text[..(bracket + colon)];
        return (colon < 0 || IsPort(text[(bracket + colon + 1)..])) && (bracket > 0 ? IsIPv6(host) : IsName(host));
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= 5 && text[0] != '0' && !text.ContainsAnyExceptInRange('0', '9') && int.Parse(text, CultureInfo.InvariantCulture) <= 65_535;

    private static bool IsIPv6(ReadOnlySpan<char> host) =>
        host.EndsWith("]") && !host.Contains('%') && host.Contains(':')
        && IPAddress.TryParse(host[1..^1], out var address) && host[1..^1].SequenceEqual(address.ToString());

    private static bool IsName(ReadOnlySpan<char> host)
    {
        if (host.Length is 0 or > LongestHost || host.ContainsAnyExcept(InHost))
            return false;
        ReadOnlySpan<char> last = [];
        foreach (var range in host.Split('.'))
        {
            last = host[range];
            if (last.Length is 0 or > LongestLabel || last[0] == '-' || last[^1] == '-')
                return false;
        }

        // To a browser a name that ends in a number is an IPv4 address, in any of its old spellings: one is enough.
        return !char.IsAsciiDigit(last[0]) || (IPAddress.TryParse(host, out var address) && host.SequenceEqual(address.ToString()));
    }

    private static bool IsPath(ReadOnlySpan<char> path)
    {
        if (path.ContainsAny('[', ']') || path.IndexOf("//") >= 0 || !HasSoundEscapes(path, isPath: true))
            return false;
        foreach (var range in path.Split('/'))
        {
            // Some servers take what stands behind a semicolon for a parameter of the segment.
            var segment = path[range];
            var name = segment.IndexOf(';') is var end and >= 0 ? segment[..end] : segment;
            if (name is "." or "..")
                return false;
        }

        return true;
    }

    /// <summary>Two digits behind each %, and no control character from them; in a path nothing either that is a dot segment or a separator once it is decoded.</summary>
    private static bool HasSoundEscapes(ReadOnlySpan<char> text, bool isPath)
    {
        for (var i = text.IndexOf('%'); i >= 0; i = text.IndexOf('%'))
        {
            if (i + 2 >= text.Length || !byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
                return false;
            if (octet is < 0x20 or 0x7f || (isPath && octet is (byte)'.' or (byte)'/' or (byte)'\\'))
                return false;
            text = text[(i + 3)..];
        }

        return true;
    }

    private static bool IsOneOf(ReadOnlySpan<char> text, string[] all)
    {
        foreach (var one in all)
        {
            if (text.SequenceEqual(one))
                return true;
        }

        return false;
    }
}
