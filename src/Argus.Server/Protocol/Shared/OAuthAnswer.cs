using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Argus.Authority;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Shared;

/// <summary>Answers of the OAuth endpoints: JSON, never to be stored (RFC 6749 §5).</summary>
internal static class OAuthAnswer
{
    private const int RetryAfterSeconds = 2;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _writer;

    /// <summary>200 with what <paramref name="write"/> puts into the object.</summary>
    public static Task JsonAsync<T>(HttpContext http, T value, Action<Utf8JsonWriter, T> write) => WriteAsync(http, StatusCodes.Status200OK, value, write);

    /// <summary>201 (RFC 9110 §15.3.2) with what <paramref name="write"/> puts into the object.</summary>
    public static Task CreatedAsync<T>(HttpContext http, T value, Action<Utf8JsonWriter, T> write) => WriteAsync(http, StatusCodes.Status201Created, value, write);

    public static Task EmptyAsync(HttpContext http)
    {
        DoNotStore(http.Response);
        http.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>
    /// RFC 6749 §5.2: 401 with a challenge for a client that is not who it says, 429 for too many (RFC 6585 §4), 400 for all else. The challenge names the schemes
    /// that there are for the header <c>Authorization</c>, which is one, whichever way the client came: a 401 without one is none (RFC 9110 §15.5.2).
    /// </summary>
    public static Task RefuseAsync(TenantRequest request, OAuthRefusal refusal, ILogger logger)
    {
        RequestLog.Refused(logger, request.CorrelationId, refusal.Error, refusal.Id, request.Tenant.Id.Value);
        var status = StatusCodes.Status400BadRequest;
        if (refusal.Error == "invalid_client")
        {
            status = StatusCodes.Status401Unauthorized;
            request.Http.Response.Headers.WWWAuthenticate = $"Basic realm=\"{request.Tenant.Id}\", charset=\"UTF-8\"";
        }

        if (refusal.RetryAfter is { } wait)
        {
            status = StatusCodes.Status429TooManyRequests;
            request.Http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return ErrorAsync(request.Http, status, refusal.Error, refusal.Description);
    }

    public static Task NotFoundAsync(HttpContext http) => ErrorAsync(http, StatusCodes.Status404NotFound, "not_found", "There is nothing here.");

    public static Task MethodNotAllowedAsync(HttpContext http, IEnumerable<string> allowed)
    {
        http.Response.Headers.Allow = string.Join(", ", allowed);
        return ErrorAsync(http, StatusCodes.Status405MethodNotAllowed, "invalid_request", "The method is not allowed here.");
    }

    public static Task UnavailableAsync(HttpContext http)
    {
        if (http.Response.HasStarted)
            return Task.CompletedTask;
        SayWhenToRetry(http.Response);
        return ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "temporarily_unavailable", "The authority cannot answer now. Try again.");
    }

    public static void SayWhenToRetry(HttpResponse response) => response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);

    public static Task BadRequestAsync(HttpContext http, int status) =>
        ErrorAsync(http, status, "invalid_request", status == StatusCodes.Status413PayloadTooLarge ? "The body is too large." : "The request is malformed.");

    public static Task DefectAsync(HttpContext http) => ErrorAsync(http, StatusCodes.Status500InternalServerError, "server_error", "The authority failed.");

    /// <summary>The error and its text, with what finds the log line. Nothing if an answer is on its way already.</summary>
    public static Task ErrorAsync(HttpContext http, int status, string error, string description)
    {
        if (http.Response.HasStarted)
            return Task.CompletedTask;
        http.Response.Headers["Argus-Correlation-Id"] = http.TraceIdentifier;
        return WriteAsync(http, status, (error, description), static (json, text) =>
        {
            json.WriteString("error"u8, text.error);
            json.WriteString("error_description"u8, text.description);
        });
    }

    private static Task WriteAsync<T>(HttpContext http, int status, T value, Action<Utf8JsonWriter, T> write)
    {
        var (buffer, json) = _writer ??= NewWriter();
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        write(json, value);
        json.WriteEndObject();
        json.Flush();

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = buffer.WrittenCount;
        DoNotStore(http.Response);
        http.Response.BodyWriter.Write(buffer.WrittenSpan);
        return Task.CompletedTask;
    }

    public static void DoNotStore(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
    }

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        return (buffer, new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }));
    }
}
