using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace Argus.ResourceServer.Keys;

/// <summary>Fetches documents of issuers: 256 KiB and 5 s at most if nothing else is said, no redirects, no cookies, only of the media types asked for.</summary>
internal sealed class DocumentFetcher(HttpMessageInvoker http, TimeProvider clock)
{
    public const int MaxLength = 256 * 1024;

    private const int FirstRead = 8 * 1024;

    private static readonly FetchLimits Usual = new(MaxLength, TimeSpan.FromSeconds(5));

    /// <summary>Over the handler given, which stays the caller's, or over one of its own.</summary>
    public static DocumentFetcher Over(HttpMessageHandler? backchannel, TimeProvider clock) =>
        new(backchannel is null ? new HttpMessageInvoker(NewHandler()) : new HttpMessageInvoker(backchannel, disposeHandler: false), clock);

    /// <summary>Never throws for what the other side does.</summary>
    /// <param name="address">https, or http on loopback: seen to by the caller.</param>
    /// <param name="mediaTypes">Of which it must be one.</param>
    /// <param name="entityTag">Of what one has already; null to have it sent in any case.</param>
    /// <param name="stop">Gives up.</param>
    /// <param name="limits">Others than the usual ones.</param>
    /// <exception cref="OperationCanceledException">Only when the caller stops.</exception>
    public async Task<Fetched> GetAsync(
        Uri address, IReadOnlyCollection<string> mediaTypes, string? entityTag, CancellationToken stop, FetchLimits? limits = null)
    {
        var (longest, time) = limits ?? Usual;
        using var timer = new CancellationTokenSource(time, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        using var request = RequestFor(address, mediaTypes, entityTag);
        try
        {
            using var response = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            return Judge(response, address, mediaTypes, entityTag) ?? await ReadAsync(response, longest, limit.Token).ConfigureAwait(false);
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

    /// <returns>What is known without the body; null if it has to be read.</returns>
    private static Fetched? Judge(HttpResponseMessage response, Uri address, IReadOnlyCollection<string> mediaTypes, string? entityTag)
    {
        if (response.RequestMessage?.RequestUri is { } asked && asked != address) return Fetched.Failed("redirected");
        if (response.StatusCode == HttpStatusCode.NotModified && entityTag is not null)
            return new Fetched(FetchOutcome.Unchanged, EntityTag: entityTag, MaxAge: response.Headers.CacheControl?.MaxAge);
        if (response.StatusCode != HttpStatusCode.OK) return Fetched.Failed("wrong_status");
        return mediaTypes.Contains(response.Content.Headers.ContentType?.MediaType, StringComparer.OrdinalIgnoreCase) ? null : Fetched.Failed("wrong_media_type");
    }

    private static async Task<Fetched> ReadAsync(HttpResponseMessage response, int longest, CancellationToken stop)
    {
        if (response.Content.Headers.ContentLength > longest) return Fetched.Failed("too_large");

        using var body = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        var bytes = new ArrayBufferWriter<byte>((int)(response.Content.Headers.ContentLength ?? FirstRead) + 1);
        while (await body.ReadAsync(bytes.GetMemory(), stop).ConfigureAwait(false) is > 0 and var read)
        {
            bytes.Advance(read);
            if (bytes.WrittenCount > longest) return Fetched.Failed("too_large");
        }

        return new Fetched(FetchOutcome.Sent, bytes.WrittenMemory, response.Headers.ETag?.ToString(), response.Headers.CacheControl?.MaxAge);
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
        ConnectTimeout = Usual.Time,
        MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}

/// <summary>What a document may cost.</summary>
/// <param name="Length">Bytes of its body.</param>
/// <param name="Time">From the request to the last byte.</param>
internal readonly record struct FetchLimits(int Length, TimeSpan Time);
