using System.Buffers;
using System.Globalization;
using System.Text;
using Argus.Authority.Keys;
using Argus.Authority.RevocationFeed;
using Argus.Log;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;
using Microsoft.Net.Http.Headers;

namespace Argus.Server.Protocol.RevocationFeed;

/// <summary>
/// The feed as server-sent events (HTML Standard §9.2): each event's data is a feed document, its id the epoch. One that says that nothing is new comes every
/// few seconds.
/// </summary>
internal sealed class RevocationStream(RevocationPolls polls, IHostApplicationLifetime lifetime, ILogger<RevocationStream> logger)
{
    private const string MediaType = "text/event-stream";

    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);

    public static bool IsAskedFor(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);

    /// <param name="request">Who asks. A browser that comes back says in <c>Last-Event-ID</c> what it has seen.</param>
    /// <param name="after">The epoch that the caller knows.</param>
    public async Task WriteAsync(TenantRequest request, long? after)
    {
        var http = request.Http;
        if (long.TryParse(http.Request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seen))
            after = seen;

        // The first one decides whether there is a stream at all: afterwards there is no status to say otherwise.
        var document = await polls.AnswerAsync(request.Tenant, after, TimeSpan.Zero, lifetime.ApplicationStopping, http.RequestAborted).ConfigureAwait(false);
        OAuthAnswer.DoNotStore(http.Response);
        http.Response.ContentType = MediaType;
        try
        {
            while (await WriteAsync(http, document).ConfigureAwait(false) && request.Tenant.State.Enabled && !lifetime.ApplicationStopping.IsCancellationRequested)
                document = await polls.AnswerAsync(request.Tenant, document.Epoch, HeartbeatInterval, lifetime.ApplicationStopping, http.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LogUnavailableException or KeyUnavailableException)
        {
            // The reader's own view gets old from here on; it comes back when it pleases, and is told 503.
            RequestLog.Unavailable(logger, request.CorrelationId, e.Message);
        }
    }

    /// <returns>Whether the reader is still there.</returns>
    private static async Task<bool> WriteAsync(HttpContext http, SignedDocument document)
    {
        var writer = http.Response.BodyWriter;
        writer.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {document.Epoch}\ndata: ")));
        if (!await SharedBytes.WriteAsync(writer, document.Jws, http.RequestAborted).ConfigureAwait(false))
            return false;
        writer.Write("\n\n"u8);
        var flushed = await writer.FlushAsync(http.RequestAborted).ConfigureAwait(false);
        return !flushed.IsCompleted && !flushed.IsCanceled;
    }
}
