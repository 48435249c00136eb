namespace Argus.Custody;

/// <summary>Reads each answer to its end and refuses one that is larger than any of a custody provider's.</summary>
internal sealed class BoundedAnswers : DelegatingHandler
{
    private const int MostBytes = 64 * 1024;
    private const int MostHeaderKilobytes = 32;

    // No cookies and no redirects: what is sent, the token above all, is for the configured address only.
    private BoundedAnswers()
        : base(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ProviderCall.Patience,
            MaxResponseHeadersLength = MostHeaderKilobytes,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        })
    {
    }

    /// <summary>Time is bounded by <see cref="ProviderCall"/>.</summary>
    public static HttpClient NewClient() => new(new BoundedAnswers()) { Timeout = Timeout.InfiniteTimeSpan };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            await response.Content.LoadIntoBufferAsync(MostBytes, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
