using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.ResourceServers.Receipts;

/// <summary>A verifier by the letter of docs/receipts.md, with nothing of the library.</summary>
internal sealed class FakeVerifier(RSA key, string issuer, string clientId = "orders-api")
{
    private long _next;
    private string? _previous;

    public string Verifier { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>A key as it stands in a client's <c>jwks</c>.</summary>
    public static string Jwks(RSA key)
    {
        var n = Base64Url.EncodeToString(key.ExportParameters(false).Modulus);
        return $$"""{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{Kid(n)}}","n":"{{n}}","e":"AQAB"}]}""";
    }

    public string Next(params string[] kids)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = clientId, ["aud"] = issuer, ["iat"] = now, ["exp"] = now + 3_600, ["jti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(8)),
            ["verifier"] = Verifier, ["seq"] = _next++, ["kids"] = new JsonArray([.. kids.Select(kid => (JsonNode)kid)]), ["jwks_age"] = 1, ["receipts"] = new JsonArray(),
        };
        if (_previous is not null)
            claims["prev"] = _previous;
        var header = $$"""{"alg":"RS256","typ":"receipts+jwt","kid":"{{Kid(Base64Url.EncodeToString(key.ExportParameters(false).Modulus))}}"}""";
        var signed = $"{Encode(header)}.{Encode(claims.ToJsonString())}";
        var jws = $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
        _previous = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(jws)));
        return jws;
    }

    public static async Task<Reply> PostAsync(TestNode node, string tenant, string body, string type = "application/receipts+jwt")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/t/{tenant}/receipts") { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await node.SendAsync(request);
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Kid(string n) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"e":"AQAB","kty":"RSA","n":"{{n}}"}""")));
}
