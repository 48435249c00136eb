using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.Jose;

namespace Argus.TwoNations.Nations;

/// <summary>A key pair of a client. Its private half is in the memory of whoever the client is, and nowhere else.</summary>
internal sealed class Identity : IDisposable
{
    /// <summary>Signs what proves the client.</summary>
    public SigningKey Key { get; } = new(RSA.Create(2048));

    /// <summary>What others are given of it: a JWK set (RFC 7517 §5) with the public half.</summary>
    public string PublicJwks
    {
        get
        {
            using var text = new MemoryStream();
            using (var json = new Utf8JsonWriter(text))
            {
                json.WriteStartObject();
                json.WriteStartArray("keys"u8);
                Key.PublicJwk.WriteTo(json);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            return Encoding.ASCII.GetString(text.ToArray());
        }
    }

    public void Dispose() => Key.Dispose();
}
