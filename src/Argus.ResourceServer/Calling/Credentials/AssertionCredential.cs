using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.Jose;

namespace Argus.ResourceServer.Calling.Credentials;

/// <summary><c>private_key_jwt</c> (RFC 7523 §2.2, §3): a new assertion for each request, for the issuer and nobody else, good for a minute.</summary>
internal sealed class AssertionCredential(string issuer, string clientId, SigningKey key, TimeProvider clock) : IClientCredential
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const int Seconds = 60;
    private const int JwtIdBytes = 16;

    private readonly byte[] _header = UnsignedJws.EncodeHeader(key.Kid, "JWT");

    public void Show(HttpRequestMessage request, Dictionary<string, string> form)
    {
        form["client_id"] = clientId;
        form["client_assertion_type"] = AssertionType;
        form["client_assertion"] = Encoding.ASCII.GetString(UnsignedJws.Create(_header, Claims(), key.SignatureLength).Sign(key).Span);
    }

    private byte[] Claims()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var now = clock.GetUtcNow().ToUnixTimeSeconds();
            json.WriteStartObject();
            json.WriteString("aud"u8, issuer);
            json.WriteNumber("exp"u8, now + Seconds);
            json.WriteNumber("iat"u8, now);
            json.WriteString("iss"u8, clientId);
            json.WriteString("jti"u8, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(JwtIdBytes)));
            json.WriteString("sub"u8, clientId);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
