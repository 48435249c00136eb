using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Interop.ServiceToService;

/// <summary>Asks for a token over a connection of its own, for a certificate is its connection's.</summary>
internal static class CertificateHttp
{
    /// <param name="tenantUrl">An origin and the tenant's path.</param>
    /// <param name="form">What follows the grant type.</param>
    /// <param name="certificate">What the client shows; null for nothing.</param>
    /// <param name="headers">As they are.</param>
    public static async Task<Reply> TokenAsync(string tenantUrl, string form, X509Certificate2? certificate, params (string Name, string Value)[] headers)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, server, _, _) => server?.Subject == "CN=localhost";
        if (certificate is not null)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, [], offline: true);
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, tenantUrl + "/oauth/token");
        request.Content = new StringContent("grant_type=client_credentials&" + form, Encoding.UTF8, "application/x-www-form-urlencoded");
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Reply(response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
