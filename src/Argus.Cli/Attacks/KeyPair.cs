using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.Jose;

namespace Argus.Cli.Attacks;

/// <summary>An RSA key of a tenant's client: it signs what the client signs, and what an attacker would have it sign.</summary>
internal sealed class KeyPair : IDisposable
{
    private const int Bits = 2048;

    private readonly RSA _key = RSA.Create(Bits);

    /// <summary>The public half, under the same <c>kid</c> in both tenants.</summary>
    public string PublicJwk(string kid) => $$"""{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{kid}}",{{Numbers}}}""";

    /// <summary>A JWS of these claims.</summary>
    /// <param name="typ">The header's <c>typ</c>.</param>
    /// <param name="kid">The header's <c>kid</c>, whoever's key that may be.</param>
    /// <param name="claims">A JSON object.</param>
    public string Sign(string typ, string kid, object claims) => Sign($$"""{"alg":"RS256","kid":"{{kid}}","typ":"{{typ}}"}""", claims);

    /// <summary>A proof that this key is held (RFC 9449 §4.2).</summary>
    /// <param name="method">Of the request.</param>
    /// <param name="url">Of the request.</param>
    /// <param name="now">When.</param>
    /// <param name="token">The access token that goes with it; null at the token endpoint.</param>
    public string Proof(string method, string url, DateTimeOffset now, string? token = null)
    {
        var claims = new Dictionary<string, object> { ["jti"] = Secret.New(), ["htm"] = method, ["htu"] = url, ["iat"] = now.ToUnixTimeSeconds() };
        if (token is not null)
            claims["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        return Sign($$$"""{"alg":"RS256","typ":"dpop+jwt","jwk":{"kty":"RSA",{{{Numbers}}}}}""", claims);
    }

    public void Dispose() => _key.Dispose();

    private string Numbers
    {
        get
        {
            var jwk = RsaPublicJwk.FromRsa(_key);
            return $"\"n\":\"{jwk.N}\",\"e\":\"{jwk.E}\"";
        }
    }

    private string Sign(string header, object claims)
    {
        var input = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{input}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }
}
