using System.Buffers;
using System.Text.Json;
using Argus.Authority;
using Argus.Authority.Keys;
using Argus.Authority.Verification;
using Argus.Domain.Kernel;
using Argus.Jose;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;
using Microsoft.Net.Http.Headers;

namespace Argus.Server.Protocol.Introspection;

/// <summary>The introspection response as a JWT that the resource server can keep as evidence (RFC 9701).</summary>
internal sealed class SignedIntrospection(TenantSigner signer, Issuers issuers, TimeProvider clock)
{
    public const string MediaType = "application/token-introspection+jwt";

    public static bool IsAskedFor(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0 || !request.Headers.Accept.ToString().Contains("token-introspection+jwt", StringComparison.OrdinalIgnoreCase))
            return false;
        return MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
            && accepted.Any(type => type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);
    }

    public async Task WriteAsync(TenantRequest request, ClientId audience, ActiveToken? token)
    {
        var key = await signer.ActiveKeyAsync(request.Tenant).ConfigureAwait(false);
        var payload = Payload(issuers.Of(request.Tenant), audience, token);
        var jwt = await key.SignAsync(UnsignedJws.Create(key.IntrospectionHeader, payload.WrittenSpan, key.SignatureLength)).ConfigureAwait(false);

        var response = request.Http.Response;
        OAuthAnswer.DoNotStore(response);
        response.ContentType = MediaType;
        response.ContentLength = jwt.Length;
        response.BodyWriter.Write(jwt.Span);
    }

    /// <summary>RFC 9701 §5.</summary>
    private ArrayBufferWriter<byte> Payload(string issuer, ClientId audience, ActiveToken? token)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("iss"u8, issuer);
        json.WriteString("aud"u8, audience.Value);
        json.WriteNumber("iat"u8, clock.GetUtcNow().ToUnixTimeSeconds());
        json.WriteStartObject("token_introspection"u8);
        IntrospectionResponse.Write(json, token);
        json.WriteEndObject();
        json.WriteEndObject();
        return buffer;
    }
}
