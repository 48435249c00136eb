using System.Net;
using System.Net.Http.Headers;

namespace Argus.ResourceServer.Keys;

/// <summary>Fetches documents of issuers: 256 KiB and 5 s at most, no redirects, no cookies, only of the media types asked for.</summary>
internal sealed class DocumentFetcher(HttpMessageInvoker http, TimeProvider clock)
{
    public const int MaxLength = 256 * 1024;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    /// <summary>Over the handler given, which stays the caller's, or over one of its own.</summary>
    public static DocumentFetcher Over(HttpMessageHandler? backchannel, TimeProvider clock) =>
        new(backchannel is null ? new HttpMessageInvoker(NewHandler()) : new HttpMessageInvoker(backchannel, disposeHandler: false), clock);

    /// <summary>Never throws for what the other side does.</summary>
    /// <param name="address">https, or http on loopback: seen to by the caller.</param>
    /// <param name="mediaTypes">Of which it must be one.</param>
    /// <param name="entityTag">Of what one has already; null to have it sent in any case.</param>
    /// <exception cref="OperationCanceledException">Only when the caller stops.</exception>
    public async Task<Fetched> GetAsync(Uri address, IReadOnlyCollection<string> mediaTypes, string? entityTag, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(TimeLimit, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        using var request = RequestFor(address, mediaTypes, entityTag);
        try
        {
            using var response = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            return await ReadAsync(response, address, mediaTypes, entityTag, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Fetched.Failed("too_slow");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Fetched.Failed("unreachable");
        }
    }

    private static async Task<Fetched> ReadAsync(
        HttpResponseMessage response, Uri address, IReadOnlyCollection<string> mediaTypes, string? entityTag, CancellationToken stop)
    {
        var maxAge = response.Headers.CacheControl?.MaxAge;
        if (response.RequestMessage?.RequestUri is { } asked && asked != address) return Fetched.Failed("redirected");
        if (response.StatusCode == HttpStatusCode.NotModified && entityTag is not null) return new Fetched(FetchOutcome.Unchanged, EntityTag: entityTag, MaxAge: maxAge);
        if (response.StatusCode != HttpStatusCode.OK) return Fetched.Failed("wrong_status");
        if (!mediaTypes.Contains(response.Content.Headers.ContentType?.MediaType, StringComparer.OrdinalIgnoreCase)) return Fetched.Failed("wrong_media_type");
        if (response.Content.Headers.ContentLength > MaxLength) return Fetched.Failed("too_large");

        using var body = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        var bytes = new byte[Math.Min(MaxLength, response.Content.Headers.ContentLength ?? MaxLength) + 1];
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false);
        return read == bytes.Length
            ? Fetched.Failed("too_large")
            : new Fetched(FetchOutcome.Sent, bytes.AsMemory(0, read), response.Headers.ETag?.ToString(), maxAge);
    }

    // Caches on the way are passed by: what they hold may be older than the key that is looked for.
    private static HttpRequestMessage RequestFor(Uri address, IReadOnlyCollection<string> mediaTypes, string? entityTag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var type in mediaTypes)
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        if (entityTag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", entityTag);
        return request;
    }

    private static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeLimit,
        MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
