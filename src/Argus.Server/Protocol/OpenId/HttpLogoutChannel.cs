using System.Net;
using System.Text;
using Argus.Authority.Logouts;
using Argus.Domain.Clients;

namespace Argus.Server.Protocol.OpenId;

/// <summary>
/// Posts logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.5) over https, or over http to loopback. It goes where the client registered and nowhere else,
/// and does not read what comes back.
/// </summary>
internal sealed class HttpLogoutChannel : ILogoutChannel, IDisposable
{
    private const int MostHeaderKilobytes = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = Patience,
        MaxResponseHeadersLength = MostHeaderKilobytes,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = Patience,
    };

    public async Task<bool> PostAsync(string uri, ReadOnlyMemory<byte> token, CancellationToken cancellation)
    {
        if (!RedirectUri.TryParse(uri, out var parsed) || !parsed.IsWeb)
            return false;
        using var request = new HttpRequestMessage(HttpMethod.Post, uri);
        request.Content = new FormUrlEncodedContent([new("logout_token", Encoding.ASCII.GetString(token.Span))]);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // Not there, not to be trusted, or not in time: it is tried again all the same. What was cancelled here is somebody else's to try.
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    public void Dispose() => _http.Dispose();
}
