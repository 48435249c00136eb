using System.Net;
using System.Net.Http.Headers;
using Argus.Authority.SignIn.Providers;

namespace Argus.Server.Protocol.SignIn.Providers;

/// <summary>Asks outside providers over HTTP: no redirects, no cookies, 64 KiB, 5 s.</summary>
internal sealed class HttpProviderChannel : IProviderChannel, IDisposable
{
    private const int MostBytes = 64 * 1024;
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
        MaxResponseContentBufferSize = MostBytes,
    };

    public async Task<ProviderDocument> GetAsync(Uri uri, string? bearer = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return await SendAsync(request).ConfigureAwait(false);
    }

    public async Task<ProviderDocument> PostAsync(Uri uri, IReadOnlyDictionary<string, string> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri);
        request.Content = new FormUrlEncodedContent(form);
        return await SendAsync(request).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    private async Task<ProviderDocument> SendAsync(HttpRequestMessage request)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (!ProviderMetadata.IsSafe(request.RequestUri!))
            throw new ProviderException("A provider is not asked but over https.");
        try
        {
            // Read to its end under the bounds on size and time.
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new ProviderException($"The provider answered with status {(int)response.StatusCode}.");
            return new ProviderDocument(await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false), response.Headers.CacheControl?.MaxAge);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            throw new ProviderException($"The provider does not answer: {e.GetType().Name}.", e);
        }
    }
}
