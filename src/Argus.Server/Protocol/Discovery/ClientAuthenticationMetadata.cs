using System.Text.Json;
using Argus.Domain.Clients;
using Argus.Jose.ClientProofs;
using Argus.Server.Hosting;
using Argus.Server.Protocol.Authorization;
using Argus.Server.Protocol.Introspection;
using Argus.Server.Protocol.OpenId;
using Argus.Server.Protocol.Revocation;
using Argus.Server.Protocol.Token;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Argus.Server.Protocol.Discovery;

/// <summary>How clients authenticate, and what their tokens can be bound to (RFC 8414 §2, RFC 8705 §3.3 and §5, RFC 9449 §5.1). Certificates only where one can arrive.</summary>
internal sealed class ClientAuthenticationMetadata(ArgusOptions options, IServer server)
{
    private static readonly string[] Rs256 = ["RS256"];
    private static readonly string[] WithoutCertificate =
        [AuthMethod.ClientSecretBasic, AuthMethod.ClientSecretPost, AuthMethod.PrivateKeyJwt, AuthMethod.SpiffeJwt];

    // Those at which a client authenticates, or shows a token that may be bound to its certificate.
    private static readonly (string Member, string Path)[] Aliased =
    [
        ("token_endpoint", TokenEndpoint.Path), ("pushed_authorization_request_endpoint", PushedAuthorizationEndpoint.Path),
        ("introspection_endpoint", IntrospectionEndpoint.Path), ("revocation_endpoint", RevocationEndpoint.Path), ("userinfo_endpoint", UserInfoEndpoint.Path),
    ];

    public void Write(Utf8JsonWriter json, string issuerPath, bool isOnSharedHost)
    {
        var proven = Methods().ToArray();
        string[] all = [.. proven, AuthMethod.None];
        WriteEndpoint(json, "token", all);
        WriteEndpoint(json, "introspection", proven);
        WriteEndpoint(json, "revocation", all);
        json.WriteBoolean("tls_client_certificate_bound_access_tokens"u8, CanCertificatesArrive);
        MetadataEndpoint.WriteNames(json, "dpop_signing_alg_values_supported", ProofAlgorithms.Names);
        if (options.ClientCertificates.Url is { } url && isOnSharedHost)
            WriteAliases(json, url + issuerPath);
    }

    private bool CanCertificatesArrive => options.ClientCertificates.CanArrive(
        server.Features.Get<IServerAddressesFeature>()?.Addresses.Any(address => address.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) == true);

    private IEnumerable<string> Methods()
    {
        if (!CanCertificatesArrive)
            return WithoutCertificate;
        string[] byCertificate = [AuthMethod.SelfSignedTlsClientAuth, AuthMethod.SpiffeX509];
        return WithoutCertificate.Concat(options.ClientCertificates.Authorities.Count > 0 ? [AuthMethod.TlsClientAuth, .. byCertificate] : byCertificate);
    }

    private static void WriteEndpoint(Utf8JsonWriter json, string endpoint, IEnumerable<string> methods)
    {
        MetadataEndpoint.WriteNames(json, $"{endpoint}_endpoint_auth_methods_supported", methods);
        MetadataEndpoint.WriteNames(json, $"{endpoint}_endpoint_auth_signing_alg_values_supported", Rs256);
    }

    private static void WriteAliases(Utf8JsonWriter json, string start)
    {
        json.WriteStartObject("mtls_endpoint_aliases"u8);
        foreach (var (member, path) in Aliased)
            json.WriteString(member, start + path);
        json.WriteEndObject();
    }
}
