using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Argus.ResourceServer.Calling.Dpop;

/// <summary>Proofs of possession (RFC 9449 §4): a new one for each request, with the nonce that the server gave last (§8, §9).</summary>
internal sealed class DpopProofs(DpopKey key, TimeProvider clock)
{
    public const string Header = "DPoP";
    private const string NonceHeader = "DPoP-Nonce";
    private const int JwtIdBytes = 16;
    private const int LongestNonce = 256;
    private const int MostServers = 1_000;

    private readonly ConcurrentDictionary<string, string> _nonces = new();

    public string Thumbprint => key.Thumbprint;

    /// <param name="accessToken">The token that goes with it; null at the token endpoint.</param>
    public void Prove(HttpRequestMessage request, string? accessToken)
    {
        request.Headers.Remove(Header);
        request.Headers.Add(Header, key.Sign(Claims(request.Method.Method, request.RequestUri!, accessToken)));
    }

    /// <summary>Keeps the nonce that came with an answer.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remember(Uri server, HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues(NonceHeader, out var values) || values.ToArray() is not [{ Length: > 0 and <= LongestNonce } nonce])
            return false;
        if (_nonces.Count >= MostServers)
            _nonces.Clear();
        _nonces[Server(server)] = nonce;
        return true;
    }

    private byte[] Claims(string method, Uri uri, string? accessToken)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (accessToken is not null)
                json.WriteString("ath"u8, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken))));
            json.WriteString("htm"u8, method);
            json.WriteString("htu"u8, uri.GetLeftPart(UriPartial.Path));
            json.WriteNumber("iat"u8, clock.GetUtcNow().ToUnixTimeSeconds());
            json.WriteString("jti"u8, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(JwtIdBytes)));
            if (_nonces.TryGetValue(Server(uri), out var nonce))
                json.WriteString("nonce"u8, nonce);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static string Server(Uri uri) => uri.GetLeftPart(UriPartial.Authority);
}
