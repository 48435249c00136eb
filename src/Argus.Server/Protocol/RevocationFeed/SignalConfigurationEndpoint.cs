using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Argus.Authority;
using Argus.Authority.Views;
using Argus.Server.Protocol.Discovery;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.RevocationFeed;

/// <summary>What the tenant offers as a transmitter (OpenID Shared Signals Framework 1.0 §7.1): security events by polling, and nothing else.</summary>
internal sealed class SignalConfigurationEndpoint(Issuers issuers) : IEndpoint
{
    /// <summary>Also goes in front of an issuer's path (§7.2).</summary>
    public const string Path = "/.well-known/ssf-configuration";

    /// <summary>RFC 8936.</summary>
    public const string Polling = "urn:ietf:rfc:8936";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get, HttpMethods.Head];

    public bool IsForScripts => true;

    public Task HandleAsync(TenantRequest request)
    {
        var document = Write(issuers.Of(request.Tenant));
        PublicDocument.Answer(request.Http, document, EntityTag.Of(document), request.Tenant.CacheControl);
        return Task.CompletedTask;
    }

    private static byte[] Write(string issuer)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("spec_version"u8, "1_0"u8);
        json.WriteString("issuer"u8, issuer);
        json.WriteString("jwks_uri"u8, issuer + JwksEndpoint.Path);
        json.WriteStartArray("delivery_methods_supported"u8);
        json.WriteStringValue(Polling);
        json.WriteEndArray();
        json.WriteString("configuration_endpoint"u8, issuer + SignalStreamEndpoint.Path);
        json.WriteStartArray("authorization_schemes"u8);
        json.WriteStartObject();
        json.WriteString("spec_urn"u8, "urn:ietf:rfc:7617"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("default_subjects"u8, "ALL"u8);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
