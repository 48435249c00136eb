using System.Buffers;
using System.Text.Json;
using Argus.Authority.Checkpoints;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Server.Hosting;

/// <summary>Liveness and readiness, outside every tenant.</summary>
internal sealed class HealthEndpoints(Readiness readiness, CheckpointWatches checkpoints)
{
    private const string Live = "/health/live";
    private const string Ready = "/health/ready";
    private const int MostNamed = 10;

    public static bool Answers(string rawTarget) => rawTarget is Live or Ready;

    public async Task HandleAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = "GET, HEAD";
            return;
        }

        var isLive = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget == Live;
        IReadOnlyList<ReadinessFault> faults = isLive ? [] : await readiness.CheckAsync().ConfigureAwait(false);
        var body = Describe(isLive ? "live" : faults.Count == 0 ? "ready" : "not_ready", faults, isLive ? [] : Warnings());
        http.Response.StatusCode = faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        http.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(http.Request.Method))
            http.Response.BodyWriter.Write(body.WrittenSpan);
    }

    /// <summary>What needs somebody's eye, and does not keep tokens from being issued.</summary>
    private ReadinessFault[] Warnings() =>
        [.. checkpoints.Refused.Take(MostNamed).Select(refused => new ReadinessFault("checkpoints", $"The log of {refused.Tenant} is not signed: {refused.Why.Reason}."))];

    private static ArrayBufferWriter<byte> Describe(string status, IReadOnlyList<ReadinessFault> faults, IReadOnlyList<ReadinessFault> warnings)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("status"u8, status);
        Write(json, "not_ready", faults);
        Write(json, "warnings", warnings);
        json.WriteEndObject();
        json.Flush();
        return buffer;
    }

    private static void Write(Utf8JsonWriter json, string member, IReadOnlyList<ReadinessFault> faults)
    {
        if (faults.Count == 0)
            return;
        json.WriteStartArray(member);
        foreach (var fault in faults)
        {
            json.WriteStartObject();
            json.WriteString("check"u8, fault.Check);
            json.WriteString("detail"u8, fault.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
