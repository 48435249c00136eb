namespace Argus.ResourceServer.Calling.Credentials;

/// <summary><c>tls_client_auth</c> and <c>self_signed_tls_client_auth</c> (RFC 8705 §2): the connection shows the certificate, the form says whose it is.</summary>
internal sealed class CertificateCredential(string clientId) : IClientCredential
{
    public void Show(HttpRequestMessage request, Dictionary<string, string> form) => form["client_id"] = clientId;
}
