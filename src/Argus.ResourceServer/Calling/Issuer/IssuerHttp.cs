using System.Net.Http.Headers;
using System.Net.Security;

namespace Argus.ResourceServer.Calling.Issuer;

/// <summary>HTTP to the issuer: no redirects, no cookies, 64 KiB. How long it may take is bounded by who asks.</summary>
internal sealed class IssuerHttp(IHttpClientFactory http, string name, TimeProvider clock)
{
    // Also how many token requests there are at once, however many tokens fall due together.
    private const int MostConnections = 16;
    private const int MostBytes = 64 * 1024;
    private const int MostHeaderKilobytes = 32;

    public TimeProvider Clock => clock;

    /// <summary>The name of a token client's own HTTP client, by which an application may give it another handler.</summary>
    public static string Name(string client) => client.Length == 0 ? "Argus.TokenClient" : $"Argus.TokenClient.{client}";

    public static void Configure(HttpClient client)
    {
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.MaxResponseContentBufferSize = MostBytes;
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    public static SocketsHttpHandler NewHandler(ArgusClientOptions options) => Showing(options, new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = MostConnections,
        MaxResponseHeadersLength = MostHeaderKilobytes,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    });

    /// <summary>Shows the client's certificate, whatever authorities the other side names: a self-signed one (RFC 8705 §2.2) is of none.</summary>
    public static SocketsHttpHandler Showing(ArgusClientOptions options, SocketsHttpHandler handler)
    {
        if (options.Certificate is { } certificate)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        return handler;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var client = http.CreateClient(name);
        return await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation).ConfigureAwait(false);
    }
}
