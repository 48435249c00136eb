using System.Text;
using Argus.Domain.Tenants;

namespace Argus.Authority.Provisioning;

/// <summary>
/// Host names as browsers send them: lower case, in ASCII (RFC 5890), without a scheme or path, with a port where it is not the usual one. A name with a dot
/// at its end is another name to browsers and in an issuer, and nobody means it.
/// </summary>
internal static class HostReader
{
    private static readonly string[] UsualPorts = [":80", ":443"];

    public static HostNames Read(JsonNodeReader node)
    {
        var hosts = new List<string>();
        foreach (var item in node.Items())
        {
            if (item.Text() is not { } text)
                continue;
            var host = text.ToLowerInvariant();
            hosts.Add(host);
            if (!IsHost(host))
                item.Error($"'{text}' is not a host name");
            else if (UsualPorts.Any(port => host.EndsWith(port, StringComparison.Ordinal)))
                item.Error($"'{text}' names a port that clients leave out; so must it");
        }

        return HostNames.Of(hosts);
    }

    private static bool IsHost(string host) =>
        host.Length <= 253 && Ascii.IsValid(host) && Uri.TryCreate($"https://{host}", UriKind.Absolute, out var uri) && uri.Authority == (uri.IsDefaultPort && host.EndsWith(":443", StringComparison.Ordinal) ? host[..^4] : host)
        && uri.AbsolutePath == "/" && uri.UserInfo.Length == 0 && !host.EndsWith('/') && !uri.Host.EndsWith('.');
}
