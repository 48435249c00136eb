using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Argus.Jose.ClientProofs;

/// <summary>
/// Whether two http URLs name the same thing, after normalization by syntax and scheme (RFC 3986 §6.2.2, §6.2.3), queries and fragments passed over
/// (RFC 9449 §4.3, 9). The platform's own parser repairs what is no URL (backslashes, white space, control characters); here such a text equals nothing.
/// </summary>
internal static class HttpUrl
{
    private const int MaxLength = 4096;

    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static readonly SearchValues<char> UnreservedCharacters = SearchValues.Create(Unreserved);

    // RFC 3986 §3.3: pchar and the slash.
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(Unreserved + "%!$&'()*+,;=:@/");

    // RFC 3986 §3.2.2 without percent-encodings, which no http host needs, and without user information.
    private static readonly SearchValues<char> AuthorityCharacters = SearchValues.Create(Unreserved + "[]:");

    public static bool AreEqual(string one, string other) =>
        TryNormalize(one, out var first) && TryNormalize(other, out var second) && string.Equals(first, second, StringComparison.Ordinal);

    /// <summary>Null-free, in one spelling, with a path and without a default port.</summary>
    public static bool TryNormalize(string url, [NotNullWhen(true)] out string? normal)
    {
        normal = null;
        if (url.Length > MaxLength || url.IndexOf("://", StringComparison.Ordinal) is not (> 0 and var colon)) return false;

        var scheme = url[..colon].ToLowerInvariant();
        if (scheme is not ("http" or "https")) return false;

        var rest = url.AsSpan(colon + 3);
        if (rest.IndexOfAny('?', '#') is >= 0 and var end) rest = rest[..end];
        var slash = rest.IndexOf('/') is >= 0 and var at ? at : rest.Length;
        if (Authority(rest[..slash], scheme) is not { } authority || Path(rest[slash..]) is not { } path) return false;

        normal = $"{scheme}://{authority}{path}";
        return true;
    }

    private static string? Authority(ReadOnlySpan<char> authority, string scheme)
    {
        if (authority.IsEmpty || authority.ContainsAnyExcept(AuthorityCharacters)) return null;

        var colon = authority.LastIndexOf(':');
        var hasPort = colon > authority.LastIndexOf(']');
        var host = (hasPort ? authority[..colon] : authority).ToString().ToLowerInvariant();
        var port = hasPort ? authority[(colon + 1)..] : [];
        if (host.Length == 0 || host[0] != '[' && host.Contains(':', StringComparison.Ordinal)) return null;
        if (port.IsEmpty) return host;
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return number == (scheme == "https" ? 443 : 80) ? host : $"{host}:{number}";
    }

    private static string? Path(ReadOnlySpan<char> path)
    {
        if (path.ContainsAnyExcept(PathCharacters) || WithoutNeedlessEncodings(path) is not { } plain) return null;
        return WithoutDotSegments(plain);
    }

    // RFC 3986 §6.2.2.1, §6.2.2.2.
    private static string? WithoutNeedlessEncodings(ReadOnlySpan<char> path)
    {
        var plain = new StringBuilder(path.Length);
        while (path.IndexOf('%') is >= 0 and var at)
        {
            plain.Append(path[..at]);
            if (path.Length < at + 3
                || !byte.TryParse(path.Slice(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet)) return null;

            if (UnreservedCharacters.Contains((char)octet)) plain.Append((char)octet);
            else plain.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
            path = path[(at + 3)..];
        }

        return plain.Append(path).ToString();
    }

    // RFC 3986 §5.2.4 for a path that begins with a slash or is empty.
    private static string WithoutDotSegments(string path)
    {
        var kept = new List<string>();
        var segments = path.Split('/');
        for (var i = 1; i < segments.Length; i++)
        {
            var isLast = i == segments.Length - 1;
            if (segments[i] is not ("." or ".."))
            {
                kept.Add(segments[i]);
                continue;
            }

            if (segments[i] == ".." && kept.Count > 0) kept.RemoveAt(kept.Count - 1);
            if (isLast) kept.Add("");
        }

        return "/" + string.Join('/', kept);
    }
}
