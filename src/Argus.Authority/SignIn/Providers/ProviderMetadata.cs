using System.Text.Json;
using Argus.Authority.Outbound;

namespace Argus.Authority.SignIn.Providers;

/// <summary>What an outside provider says of itself (OpenID Connect Discovery 1.0 §3), as far as it matters here.</summary>
/// <param name="Issuer">Its issuer identifier.</param>
/// <param name="SendsIssuer">Whether its authorization responses carry <c>iss</c> (RFC 9207 §3).</param>
public sealed record ProviderMetadata(string Issuer, Uri AuthorizationEndpoint, Uri TokenEndpoint, Uri JwksUri, Uri? UserInfoEndpoint, bool SendsIssuer)
{
    /// <exception cref="ProviderException">It is not metadata of this issuer.</exception>
    public static ProviderMetadata Read(string issuer, ReadOnlyMemory<byte> json)
    {
        using var document = ProviderJson.Parse(json);
        var root = document.RootElement;
        if (ProviderJson.Text(root, "issuer") != issuer)
            throw new ProviderException("The provider's metadata is another issuer's.");
        return new ProviderMetadata(
            issuer,
            Endpoint(root, "authorization_endpoint"),
            Endpoint(root, "token_endpoint"),
            Endpoint(root, "jwks_uri"),
            ProviderJson.Text(root, "userinfo_endpoint") is null ? null : Endpoint(root, "userinfo_endpoint"),
            root.TryGetProperty("authorization_response_iss_parameter_supported", out var sends) && sends.ValueKind == JsonValueKind.True);
    }

    private static Uri Endpoint(JsonElement root, string name) =>
        Uri.TryCreate(ProviderJson.Text(root, name), UriKind.Absolute, out var uri) && OutboundUri.IsAllowedSyntax(uri) ? uri : throw new ProviderException($"The provider's {name} is missing or not safe.");
}
