using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Argus.Authority.Outbound;

/// <summary>
/// What a URI must look like so that Argus may ask there. It says nothing about where the host's name leads: that is decided at each connection
/// (<see cref="OutboundAddresses"/>), for a name may lead elsewhere tomorrow.
/// </summary>
public static class OutboundUri
{
    private const int LongestText = 2048;

    /// <summary>Some readers repair these, others do not; the first begins a fragment, which no request carries.</summary>
    private static readonly SearchValues<char> Repaired = SearchValues.Create("#\\\"<>^`{|}");

    private static readonly SearchValues<char> InHost = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:[]");

    /// <summary>Absolute; <c>https</c>, or <c>http</c> to this machine; a host that is a name or an address; no user, no fragment.</summary>
    public static bool IsAllowedSyntax(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.IsAbsoluteUri
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
            && uri.UserInfo.Length == 0
            && uri.Fragment.Length == 0;
    }

    /// <summary>
    /// The same for text as somebody wrote it, for what goes into a registration: at most 2,048 printable ASCII characters, and no spelling that another reader
    /// may take for another host.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Uri? uri)
    {
        uri = null;
        if (text is null or { Length: > LongestText } || text.AsSpan().ContainsAnyExceptInRange('!', '~') || text.AsSpan().ContainsAny(Repaired) || !HasPlainHost(text))
            return false;
        return Uri.TryCreate(text, UriKind.Absolute, out uri) && IsAllowedSyntax(uri);
    }

    private static bool HasPlainHost(ReadOnlySpan<char> text)
    {
        var start = text.StartsWith("https://", StringComparison.Ordinal) ? "https://".Length : text.StartsWith("http://", StringComparison.Ordinal) ? "http://".Length : -1;
        if (start < 0)
            return false;
        var host = text[start..];
        if (host.IndexOfAny('/', '?') is >= 0 and var end)
            host = host[..end];
        return !host.IsEmpty && !host.ContainsAnyExcept(InHost);
    }
}
