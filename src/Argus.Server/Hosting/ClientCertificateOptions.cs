using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argus.Server.Hosting;

/// <summary>What a node knows of its clients' certificates (RFC 8705).</summary>
internal sealed record ClientCertificateOptions
{
    private const string AuthoritiesKey = "ClientCertificates:Authorities";
    private const string RequestedKey = "ClientCertificates:Requested";
    private const string UrlKey = "ClientCertificates:Url";
    private const string HeaderKey = "ForwardedCertificate:Header";
    private const string ChainHeaderKey = "ForwardedCertificate:ChainHeader";
    private const string ProxyCertificatesKey = "ForwardedCertificate:ProxyCertificates";
    private const string TrustedProxiesKey = "ForwardedCertificate:TrustedProxies";

    /// <summary>A proxy that connects through a Unix socket: who may open it, the file system says.</summary>
    private const string UnixSocket = "unix";

    public static readonly string[] Keys =
        [AuthoritiesKey, RequestedKey, UrlKey, HeaderKey, ChainHeaderKey, ProxyCertificatesKey, TrustedProxiesKey];

    /// <summary>The authorities of <c>tls_client_auth</c>; empty: nobody can authenticate so.</summary>
    public X509Certificate2Collection Authorities { get; private init; } = [];

    /// <summary>Whether connections are asked for a certificate.</summary>
    public bool AreRequested { get; private init; } = true;

    /// <summary>Where clients with certificates should go, if not where all do (RFC 8705 §5); without a slash at its end.</summary>
    public string? Url { get; private init; }

    /// <summary>The header in which a proxy forwards its client's certificate; null: in none.</summary>
    public string? Header { get; private init; }

    /// <summary>The header with what came beside it (RFC 9440 §2.3).</summary>
    public string? ChainHeader { get; private init; }

    /// <summary>SHA-256 thumbprints of the certificates by which proxies are known, base64url.</summary>
    public IReadOnlyList<string> ProxyCertificates { get; private init; } = [];

    public IReadOnlyList<IPNetwork> TrustedProxies { get; private init; } = [];

    public bool IsUnixSocketTrusted { get; private init; }

    /// <summary>Whether a certificate can reach the node at all: over its own connections, or from a proxy.</summary>
    public bool CanArrive(bool hasTls) => (hasTls && AreRequested) || Header is not null;

    /// <exception cref="ConfigurationException"/>
    public static ClientCertificateOptions Read(Func<string, string?> value)
    {
        var options = new ClientCertificateOptions
        {
            Authorities = ReadAuthorities(value(AuthoritiesKey)),
            AreRequested = ReadTruth(RequestedKey, value(RequestedKey) ?? "true"),
            Url = ReadUrl(value(UrlKey)),
            Header = ReadHeader(HeaderKey, value(HeaderKey)),
            ChainHeader = ReadHeader(ChainHeaderKey, value(ChainHeaderKey)),
            ProxyCertificates = [.. Parts(value(ProxyCertificatesKey)).Select(ReadThumbprint)],
            TrustedProxies = [.. Parts(value(TrustedProxiesKey)).Where(part => part != UnixSocket).Select(ReadNetwork)],
            IsUnixSocketTrusted = Parts(value(TrustedProxiesKey)).Contains(UnixSocket),
        };
        var knowsProxies = options.ProxyCertificates.Count > 0 || options.TrustedProxies.Count > 0 || options.IsUnixSocketTrusted;
        if (options.Header is not null && !knowsProxies)
            throw ArgusOptions.Wrong(HeaderKey, $"needs {ProxyCertificatesKey} or {TrustedProxiesKey}, or anybody could write it");
        if (options.Header is null && (knowsProxies || options.ChainHeader is not null))
            throw ArgusOptions.Wrong(HeaderKey, "is missing, and what else is said of proxies means nothing without it");
        return options;
    }

    private static string[] Parts(string? text) => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static X509Certificate2Collection ReadAuthorities(string? path)
    {
        var authorities = new X509Certificate2Collection();
        if (path is null)
            return authorities;
        try
        {
            authorities.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw ArgusOptions.Wrong(AuthoritiesKey, $"must be a file of certificates in PEM; {path} is none");
        }

        return authorities.Count > 0 && authorities.All(IsAuthority)
            ? authorities
            : throw ArgusOptions.Wrong(AuthoritiesKey, $"must be a file of authorities' certificates in PEM; {path} has none, or others too");
    }

    private static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(extension => extension.CertificateAuthority);

    private static bool ReadTruth(string key, string text) => bool.TryParse(text, out var truth) ? truth : throw ArgusOptions.Wrong(key, "must be true or false");

    private static string? ReadUrl(string? text)
    {
        if (text is null)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "https", AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
            ? url.GetLeftPart(UriPartial.Authority)
            : throw ArgusOptions.Wrong(UrlKey, "must be an absolute https URL without a path, query or fragment");
    }

    private static string? ReadHeader(string key, string? text) =>
        text is null || (text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) ? text : throw ArgusOptions.Wrong(key, "must be the name of a header");

    private static string ReadThumbprint(string text)
    {
        var hex = text.Replace(":", "", StringComparison.Ordinal);
        if (hex.Length == 2 * SHA256.HashSizeInBytes && hex.All(char.IsAsciiHexDigit))
            return System.Buffers.Text.Base64Url.EncodeToString(Convert.FromHexString(hex));
        throw ArgusOptions.Wrong(ProxyCertificatesKey, "must be SHA-256 fingerprints of certificates in hexadecimal, with commas between");
    }

    private static IPNetwork ReadNetwork(string text) =>
        IPNetwork.TryParse(text, out var network) || (IPAddress.TryParse(text, out var address) && IPNetwork.TryParse($"{address}/{(address.GetAddressBytes().Length * 8)}", out network))
            ? network
            : throw ArgusOptions.Wrong(TrustedProxiesKey, $"must be addresses or networks such as 10.1.0.0/16, or {UnixSocket}, with commas between");
}
