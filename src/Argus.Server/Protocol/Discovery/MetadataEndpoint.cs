using System.Buffers;
using System.Text.Json;
using Argus.Authority;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Users;
using Argus.Server.Protocol.Authorization;
using Argus.Server.Protocol.Device;
using Argus.Server.Protocol.Introspection;
using Argus.Server.Protocol.OpenId;
using Argus.Server.Protocol.Revocation;
using Argus.Server.Protocol.RevocationFeed;
using Argus.Server.Protocol.Token;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Discovery;

/// <summary>
/// Authorization server metadata (RFC 8414) and OpenID Provider metadata (OpenID Connect Discovery 1.0 §3) in one document, the same bytes under every
/// well-known name. It lists what works, and nothing else.
/// </summary>
internal sealed class MetadataEndpoint(Issuers issuers, IEnumerable<IGrant> grants, ClientAuthenticationMetadata clients) : IEndpoint
{
    private static readonly string[] Rs256 = ["RS256"];

    // What ID tokens say, and what userinfo tells.
    private static readonly string[] Claims =
        [.. new[] { "acr", "amr", "aud", "auth_time", "exp", "iat", "iss", "nonce", "sid", "sub" }.Concat(ClaimScopes.Standard).Order(StringComparer.Ordinal)];

    private readonly string[] _grantTypes = [.. grants.Select(grant => grant.GrantType)];

    /// <summary>The names that a document of metadata has; also those that go in front of an issuer's path (RFC 8414 §3.1).</summary>
    public static IReadOnlyList<string> WellKnown { get; } = ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"];

    public IReadOnlyList<string> Paths => WellKnown;

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get, HttpMethods.Head];

    public bool IsForScripts => true;

    public Task HandleAsync(TenantRequest request)
    {
        var document = Write(request.Tenant);
        PublicDocument.Answer(request.Http, document, EntityTag.Of(document), request.Tenant.CacheControl);
        return Task.CompletedTask;
    }

    private byte[] Write(TenantView tenant)
    {
        var issuer = issuers.Of(tenant);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("issuer"u8, issuer);
            json.WriteString("jwks_uri"u8, issuer + JwksEndpoint.Path);
            json.WriteString("trust_bundle_uri"u8, issuer + TrustBundleEndpoint.Path);
            json.WriteString("authorization_endpoint"u8, issuer + AuthorizationEndpoint.Path);
            json.WriteString("pushed_authorization_request_endpoint"u8, issuer + PushedAuthorizationEndpoint.Path);
            json.WriteString("token_endpoint"u8, issuer + TokenEndpoint.Path);
            json.WriteString("device_authorization_endpoint"u8, issuer + DeviceEndpoint.Path);
            json.WriteString("introspection_endpoint"u8, issuer + IntrospectionEndpoint.Path);
            json.WriteString("revocation_endpoint"u8, issuer + RevocationEndpoint.Path);
            json.WriteString("revocation_feed_endpoint"u8, issuer + RevocationFeedEndpoint.Path);
            WriteOpenId(json, issuer);
            WriteNames(json, "grant_types_supported", _grantTypes);
            WriteNames(json, "scopes_supported", NameSet.Of(tenant.Scopes().Concat(OidcScope.All)));
            WriteAuthorization(json);
            clients.Write(json, issuers.PathOf(tenant), tenant.State.Hosts.Count == 0);
            WriteNames(json, "introspection_signing_alg_values_supported", Rs256);
            WriteNames(json, "subject_types_supported", ["public"]);
            WriteNames(json, "id_token_signing_alg_values_supported", Rs256);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>RFC 8414 §2, RFC 7636, RFC 9207 §3, OpenID Connect Discovery §3, Initiating User Registration §4 (for <c>prompt</c>).</summary>
    private static void WriteAuthorization(Utf8JsonWriter json)
    {
        WriteNames(json, "response_types_supported", ["code"]);
        WriteNames(json, "response_modes_supported", ["query"]);
        WriteNames(json, "code_challenge_methods_supported", ["S256"]);
        WriteNames(json, "prompt_values_supported", ["none", "login", "consent", "select_account"]);
        json.WriteBoolean("authorization_response_iss_parameter_supported"u8, true);
        json.WriteBoolean("request_parameter_supported"u8, false);
        json.WriteBoolean("request_uri_parameter_supported"u8, false);
    }

    /// <summary>OpenID Connect Discovery 1.0 §3, RP-Initiated Logout 1.0 §2.1, Back-Channel Logout 1.0 §2.1.</summary>
    private static void WriteOpenId(Utf8JsonWriter json, string issuer)
    {
        json.WriteString("userinfo_endpoint"u8, issuer + UserInfoEndpoint.Path);
        json.WriteString("end_session_endpoint"u8, issuer + LogoutEndpoint.Path);
        json.WriteBoolean("backchannel_logout_supported"u8, true);
        json.WriteBoolean("backchannel_logout_session_supported"u8, true);
        WriteNames(json, "claims_supported", Claims);
        WriteNames(json, "claim_types_supported", ["normal"]);
        WriteNames(json, "acr_values_supported", ["1"]);
    }

    internal static void WriteNames(Utf8JsonWriter json, string member, IEnumerable<string> names)
    {
        json.WriteStartArray(member);
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
