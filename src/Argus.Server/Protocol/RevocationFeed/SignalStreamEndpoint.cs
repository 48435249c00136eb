using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Argus.Authority;
using Argus.Authority.RevocationFeed;
using Argus.Domain.Kernel;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.RevocationFeed;

/// <summary>
/// The stream of a receiver (OpenID Shared Signals Framework 1.0 §8.1.1.2): each has one, named as it is itself, and it cannot be changed.
/// </summary>
internal sealed class SignalStreamEndpoint(ClientAuthentication authentication, Issuers issuers, ILogger<SignalStreamEndpoint> logger) : IEndpoint
{
    public const string Path = "/ssf/stream";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get];

    public async Task HandleAsync(TenantRequest request)
    {
        if (await SignalReceiver.FindAsync(request, authentication, logger).ConfigureAwait(false) is not { } receiver)
            return;
        var query = QueryReader.Read(request, out var refusal);
        if (refusal is not null)
            await OAuthAnswer.RefuseAsync(request, refusal, logger).ConfigureAwait(false);
        else if (query!.Text("stream_id") is { } stream && stream != receiver.Value)
            await OAuthAnswer.NotFoundAsync(request.Http).ConfigureAwait(false);
        else
            Answer(request.Http, issuers.Of(request.Tenant), receiver, isList: query.Text("stream_id") is null);
    }

    private static void Answer(HttpContext http, string issuer, ClientId receiver, bool isList)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            if (isList)
                json.WriteStartArray();
            Write(json, issuer, receiver);
            if (isList)
                json.WriteEndArray();
        }

        OAuthAnswer.DoNotStore(http.Response);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = buffer.WrittenCount;
        http.Response.BodyWriter.Write(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, string issuer, ClientId receiver)
    {
        json.WriteStartObject();
        json.WriteString("stream_id"u8, receiver.Value);
        json.WriteString("iss"u8, issuer);
        json.WriteString("aud"u8, receiver.Value);
        foreach (var member in new[] { "events_supported", "events_requested", "events_delivered" })
        {
            json.WriteStartArray(member);
            foreach (var type in SignalPolls.EventTypes)
                json.WriteStringValue(type);
            json.WriteEndArray();
        }

        json.WriteStartObject("delivery"u8);
        json.WriteString("method"u8, SignalConfigurationEndpoint.Polling);
        json.WriteString("endpoint_url"u8, issuer + SignalPollEndpoint.Path);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
