using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Argus.IntegrationTests.Http.ClientProofs;

/// <summary>Somebody with an RSA key and an EC key, who signs assertions and proofs with nothing of the product.</summary>
internal sealed class KeyHolder : IDisposable
{
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public RSA Rsa { get; } = RSA.Create(2048);

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public string Jwks => $$"""{"keys":[{"kty":"RSA","kid":"one","use":"sig","alg":"RS256","n":"{{Encode(Rsa.ExportParameters(false).Modulus!)}}","e":"AQAB"}]}""";

    public string EcJwk => EcMembers("");

    /// <summary>RFC 7638.</summary>
    public string Jkt
    {
        get
        {
            var point = _ec.ExportParameters(false).Q;
            return Encode(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{Encode(point.X!)}}","y":"{{Encode(point.Y!)}}"}""")));
        }
    }

    public string EcMembers(string more)
    {
        var point = _ec.ExportParameters(false).Q;
        return $$"""{"kty":"EC","crv":"P-256","x":"{{Encode(point.X!)}}","y":"{{Encode(point.Y!)}}"{{more}}}""";
    }

    /// <summary>An assertion that is sound, but for what is named.</summary>
    public string Assertion(
        string client, object audience, string? header = null, string? iss = null, string? sub = null, int lifetime = 60, int age = 0, string? jti = "new")
    {
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = iss ?? client, ["sub"] = sub ?? client, ["aud"] = audience, ["iat"] = Now - age, ["exp"] = Now - age + lifetime,
        };
        if (jti is not null)
            claims["jti"] = jti == "new" ? Encode(RandomNumberGenerator.GetBytes(16)) : jti;
        return Sign(header ?? """{"alg":"RS256","kid":"one"}""", JsonSerializer.Serialize(claims));
    }

    /// <summary>As the parameters of a form.</summary>
    public static string Form(string assertion, string type = "jwt-bearer") =>
        $"client_assertion={assertion}&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3A{type}";

    /// <summary>A DPoP proof that is sound, but for what is named.</summary>
    public string Proof(string method, string url, string? token = null, string? nonce = null, string? jti = null, int age = 0)
    {
        var claims = new Dictionary<string, object?>
        {
            ["jti"] = jti ?? Encode(RandomNumberGenerator.GetBytes(16)), ["htm"] = method, ["htu"] = url, ["iat"] = Now - age,
        };
        if (token is not null)
            claims["ath"] = Encode(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        if (nonce is not null)
            claims["nonce"] = nonce;
        return Sign($$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{EcJwk}}}""", JsonSerializer.Serialize(claims));
    }

    /// <summary>With the key that the header's <c>alg</c> is for; a symmetric one with the public key as its secret.</summary>
    public string Sign(string header, string payload)
    {
        var input = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
        var bytes = Encoding.ASCII.GetBytes(input);
        var alg = JsonDocument.Parse(header).RootElement.GetProperty("alg").GetString();
        var signature = alg switch
        {
            "none" => [],
            "ES256" => _ec.SignData(bytes, HashAlgorithmName.SHA256),
            "PS256" => Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "RS256" => Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            _ => SHA256.HashData([.. Rsa.ExportSubjectPublicKeyInfo(), .. bytes]),
        };
        return $"{input}.{Encode(signature)}";
    }

    public void Dispose()
    {
        Rsa.Dispose();
        _ec.Dispose();
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
