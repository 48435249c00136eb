using System.Net;
using System.Text;
using Argus.Authority.Logouts;
using Argus.Authority.Outbound;
using Argus.Domain.Clients;
using Argus.Server.Outbound;

namespace Argus.Server.Protocol.OpenId;

/// <summary>
/// Posts logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.5) over https, or over http to loopback. It goes where the client registered and nowhere else,
/// and does not read what comes back.
/// </summary>
internal sealed class HttpLogoutChannel(OutboundHttp http) : ILogoutChannel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<bool> PostAsync(string uri, ReadOnlyMemory<byte> token, CancellationToken cancellation)
    {
        if (!RedirectUri.TryParse(uri, out var parsed) || !parsed.IsWeb)
            return false;
        using var request = new HttpRequestMessage(HttpMethod.Post, uri);
        request.Content = new FormUrlEncodedContent([new("logout_token", Encoding.ASCII.GetString(token.Span))]);
        try
        {
            return await http.TellAsync(request, Patience, cancellation).ConfigureAwait(false) is HttpStatusCode.OK or HttpStatusCode.NoContent;
        }
        catch (OutboundException)
        {
            // Not allowed, not there, not to be trusted, or not in time: it is tried again all the same.
            return false;
        }
    }
}
