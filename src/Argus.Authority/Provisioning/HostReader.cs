using System.Text;
using Argus.Domain.Kernel;

namespace Argus.Authority.Provisioning;

/// <summary>
/// Host names as browsers send them: lower case, in ASCII (RFC 5890), without a scheme or path, with a port where it is not the usual one. A name with a dot
/// at its end is another name to browsers and in an issuer, and nobody means it.
/// </summary>
internal static class HostReader
{
    public static NameSet Read(JsonNodeReader node)
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
        }

        return NameSet.Of(hosts);
    }

    private static bool IsHost(string host) =>
        host.Length <= 253 && Ascii.IsValid(host) && Uri.TryCreate($"http://{host}", UriKind.Absolute, out var uri) && uri.Authority == (uri.IsDefaultPort ? host.Replace(":80", "", StringComparison.Ordinal) : host)
        && uri.AbsolutePath == "/" && uri.UserInfo.Length == 0 && !host.EndsWith('/') && !uri.Host.EndsWith('.');
}
