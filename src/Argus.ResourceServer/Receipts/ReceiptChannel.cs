using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Argus.Jose;

namespace Argus.ResourceServer.Receipts;

/// <summary>Posts batches to <c>{issuer}/receipts</c>.</summary>
internal sealed class ReceiptChannel(HttpMessageInvoker http, Uri address, TimeProvider clock) : IReceiptChannel
{
    public const string Path = "/receipts";

    private const int LongestAnswer = 4_096;

    private static readonly MediaTypeHeaderValue MediaType = new("application/" + TokenType.Receipts);
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Over the handler given, which stays the caller's, or over one of its own.</summary>
    public static ReceiptChannel To(string issuer, HttpMessageHandler? backchannel, TimeProvider clock) => new(
        backchannel is null ? new HttpMessageInvoker(NewHandler()) : new HttpMessageInvoker(backchannel, disposeHandler: false), new Uri(issuer + Path), clock);

    public async Task<ReceiptAnswer> SendAsync(byte[] jws, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(TimeLimit, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(jws) };
        request.Content.Headers.ContentType = MediaType;
        try
        {
            using var response = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            return response.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.NoContent => ReceiptAnswer.Taken,
                HttpStatusCode.Conflict => ReceiptAnswer.OutOfSequence,
                HttpStatusCode.RequestEntityTooLarge => ReceiptAnswer.Refused,
                HttpStatusCode.BadRequest when await IsInvalidAsync(response, limit.Token).ConfigureAwait(false) => ReceiptAnswer.Refused,

                // A client that is unknown, disabled or without this key may be set right.
                _ => ReceiptAnswer.NotNow,
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return ReceiptAnswer.NotNow;
        }
    }

    private static async Task<bool> IsInvalidAsync(HttpResponseMessage response, CancellationToken stop)
    {
        using var body = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        var bytes = new byte[LongestAnswer];
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false);
        try
        {
            using var json = JsonDocument.Parse(bytes.AsMemory(0, read));
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("error"u8, out var error) && error.ValueKind == JsonValueKind.String && error.ValueEquals("invalid_request"u8);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape that spells no character.
            return false;
        }
    }

    private static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
