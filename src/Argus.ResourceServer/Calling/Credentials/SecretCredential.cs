using System.Net.Http.Headers;
using System.Text;

namespace Argus.ResourceServer.Calling.Credentials;

/// <summary><c>client_secret_basic</c> (RFC 6749 §2.3.1): both halves are form-encoded first.</summary>
internal sealed class SecretCredential(string clientId, string secret) : IClientCredential
{
    private readonly AuthenticationHeaderValue _header =
        new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(secret)}")));

    public void Show(HttpRequestMessage request, Dictionary<string, string> form) => request.Headers.Authorization = _header;
}
