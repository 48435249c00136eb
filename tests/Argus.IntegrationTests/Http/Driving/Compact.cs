using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Argus.IntegrationTests.Http.Driving;

/// <summary>A compact JWS taken apart with nothing of the product, and verified by the platform.</summary>
internal sealed class Compact(string token)
{
    private readonly string[] _parts = token.Split('.');

    public JsonElement Header => Part(0);

    public JsonElement Payload => Part(1);

    public byte[] Signature => Base64Url.DecodeFromChars(_parts[2]);

    /// <summary>SHA-256 of what is signed, as the log has it.</summary>
    public string Digest => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($"{_parts[0]}.{_parts[1]}")));

    public IEnumerable<string> Claims => Payload.EnumerateObject().Select(member => member.Name);

    public string Jti => Payload.GetProperty("jti").GetString()!;

    public bool VerifiesWith(JsonElement jwk)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(jwk.GetProperty("n").GetString()), Exponent = Base64Url.DecodeFromChars(jwk.GetProperty("e").GetString()) });
        return rsa.VerifyData(Encoding.ASCII.GetBytes($"{_parts[0]}.{_parts[1]}"), Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>RFC 7638.</summary>
    public static string Thumbprint(JsonElement jwk) => Base64Url.EncodeToString(SHA256.HashData(
        Encoding.ASCII.GetBytes($$"""{"e":"{{jwk.GetProperty("e").GetString()}}","kty":"RSA","n":"{{jwk.GetProperty("n").GetString()}}"}""")));

    /// <summary>The same with another subject under the old signature.</summary>
    public static string Tampered(string token)
    {
        var parts = token.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        parts[1] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload.Replace("client:", "cliens:", StringComparison.Ordinal)));
        return string.Join('.', parts);
    }

    private JsonElement Part(int index) => JsonDocument.Parse(Base64Url.DecodeFromChars(_parts[index])).RootElement;
}
