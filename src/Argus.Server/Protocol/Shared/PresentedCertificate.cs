using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argus.Authority.Clients;
using Argus.Jose.ClientProofs.Certificates;
using Argus.Server.Hosting;

namespace Argus.Server.Protocol.Shared;

/// <summary>
/// The client's certificate: that of its connection, or what a proxy says that it saw on its own. Only a proxy that is known, by its certificate or by where it
/// connects from, is heard: to anybody else the header is a text that anybody can write, and it is as if it were not there.
/// </summary>
internal sealed class PresentedCertificate(ArgusOptions options)
{
    private const int LongestHeader = 16 * 1024;

    private readonly ClientCertificateOptions _known = options.ClientCertificates;

    /// <returns>Null if there is none.</returns>
    public ClientCertificate? Of(HttpContext http)
    {
        var connection = ConnectionCertificates.Of(http);
        if (_known.Header is not { } header || !IsProxy(http.Connection.RemoteIpAddress, connection))
            return connection;

        // The certificate of the proxy is not the client's.
        return http.Request.Headers[header] is [{ Length: > 0 and <= LongestHeader } text] && Read(text) is { } leaf
            ? new ClientCertificate(leaf, Chain(http.Request))
            : null;
    }

    private bool IsProxy(IPAddress? address, ClientCertificate? connection)
    {
        if (connection is not null && _known.ProxyCertificates.Contains(CertificateThumbprint.Of(connection.Leaf)))
            return true;
        if (address is null)
            return _known.IsUnixSocketTrusted;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _known.TrustedProxies.Any(network => network.Contains(plain));
    }

    private X509Certificate2Collection Chain(HttpRequest request)
    {
        var chain = new X509Certificate2Collection();
        if (_known.ChainHeader is not { } header || request.Headers[header] is not [{ Length: > 0 and <= LongestHeader } list])
            return chain;
        foreach (var item in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (Read(item) is { } certificate)
                chain.Add(certificate);
        }

        return chain;
    }

    /// <summary>A byte sequence (RFC 9440 §2.1, RFC 8941 §3.3.5), or PEM in percent-encoding as nginx writes it.</summary>
    private static X509Certificate2? Read(string text)
    {
        try
        {
            if (text.Length > 2 && text[0] == ':' && text[^1] == ':')
                return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text[1..^1]));
            return text.StartsWith("-----BEGIN", StringComparison.Ordinal)
                ? X509CertificateLoader.LoadCertificate(Encoding.ASCII.GetBytes(Uri.UnescapeDataString(text)))
                : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
