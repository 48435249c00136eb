using System.Text.Json;
using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Server.Protocol.Shared;

namespace Argus.Server.Admin;

/// <summary>The outermost step of the Admin API: what could not be served ends here, as a problem document and a log line.</summary>
internal sealed class AdminFaults(ILogger<AdminFaults> logger)
{
    public async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await next(http).ConfigureAwait(false);
            if (http.Response.StatusCode >= 400)
                RequestLog.AdminRefused(logger, http.TraceIdentifier, http.Response.StatusCode);
            if (!http.Response.HasStarted && http.Response is { StatusCode: >= 400, ContentType: null })
                await AnswerAsync(http, http.Response.StatusCode).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LogUnavailableException or KeyUnavailableException or CustodyException or UnreadableEventException or InvalidDataException)
        {
            RequestLog.Unavailable(logger, http.TraceIdentifier, e.Message);
            http.Response.Headers.RetryAfter = "1";
            await AnswerAsync(http, StatusCodes.Status503ServiceUnavailable).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            RequestLog.BadRequest(logger, http.TraceIdentifier, e.StatusCode);
            await AnswerAsync(http, e.StatusCode, e.InnerException is JsonException fault ? Where(fault) : null).ConfigureAwait(false);
        }
        catch (Exception e) when (http.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            RequestLog.Aborted(logger, http.TraceIdentifier);
        }
        catch (Exception e)
        {
            RequestLog.Defect(logger, e, http.TraceIdentifier);
            await AnswerAsync(http, StatusCodes.Status500InternalServerError).ConfigureAwait(false);
        }
    }

    /// <summary>The exception's own text names types of this program.</summary>
    private static string Where(JsonException fault) => $"The body is not JSON of the shape that this takes; what is wrong is at {fault.Path ?? "$"}.";

    private static async Task AnswerAsync(HttpContext http, int status, string? detail = null)
    {
        if (http.Response.HasStarted)
        {
            // Half an answer must not be taken for a whole one.
            http.Abort();
            return;
        }

        var (code, text) = status switch
        {
            StatusCodes.Status404NotFound => ("not_found", "There is nothing here."),
            StatusCodes.Status405MethodNotAllowed => ("method_not_allowed", "This cannot be done here."),
            StatusCodes.Status415UnsupportedMediaType => ("unsupported_media_type", "The body must be application/json."),
            StatusCodes.Status503ServiceUnavailable => ("unavailable", "Argus cannot do this now. Nothing was lost; try again."),
            >= 500 => ("defect", "Argus met a defect; the log line has the request's id."),
            _ => ("invalid_request", "The request is not one that can be served."),
        };
        await Problem.Of(status, code, detail ?? text).ExecuteAsync(http).ConfigureAwait(false);
    }
}
