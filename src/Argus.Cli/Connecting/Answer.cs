using System.Net.Http.Headers;
using System.Text.Json;

namespace Argus.Cli.Connecting;

/// <summary>An HTTP response, read to its end and within bounds.</summary>
internal sealed record Answer(Uri From, int Status, string? MediaType, byte[] Body)
{
    private static readonly JsonDocumentOptions Strictly = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>As they came; null where nobody kept them.</summary>
    public HttpResponseHeaders? Headers { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>For an answer that says nothing but that it is done.</summary>
    /// <exception cref="CommandFailure">It is not.</exception>
    public void ThrowUnlessDone()
    {
        if (!IsSuccess)
            throw Failure();
    }

    /// <summary>The JSON object of a success.</summary>
    /// <exception cref="CommandFailure">It is a refusal, or not what the node would say.</exception>
    public JsonElement Json()
    {
        ThrowUnlessDone();
        return MediaType == "application/json" && TryParse() is { ValueKind: JsonValueKind.Object } json ? json
            : throw CommandFailure.Unreachable($"{From} answered {Status} with something that is not a JSON object: is this Argus?");
    }

    /// <summary>
    /// What a refusal says: of a problem document (RFC 9457) its code and detail, of an OAuth error (RFC 6749 §5.2) the error and its description.
    /// </summary>
    public CommandFailure Failure()
    {
        var json = MediaType is "application/json" or "application/problem+json" && TryParse() is { ValueKind: JsonValueKind.Object } said ? said : default;
        var code = json.Text("code") ?? json.Text("error");
        var detail = json.Text("detail") ?? json.Text("error_description");
        var message = code is null ? $"{From} answered {Status}." : detail is null ? code : $"{code}: {detail}";
        return Status is >= 400 and < 500 ? CommandFailure.Refused(message) : CommandFailure.Unreachable(message);
    }

    /// <summary>The body, if it is JSON.</summary>
    public JsonElement? TryParse()
    {
        try
        {
            return JsonDocument.Parse(Body, Strictly).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
