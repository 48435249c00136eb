using System.Security.Cryptography.X509Certificates;
using Argus.Authority.Clients;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Argus.Server.Hosting;

/// <summary>
/// Asks connections for a certificate, takes any or none, and keeps what came for the requests of the connection: the handshake shows that the peer has the
/// private key, and what its certificate is worth is for the client's authentication to say. Nothing is fetched to find that out.
/// </summary>
internal static class ConnectionCertificates
{
    private static readonly object Key = new();

    public static void Request(HttpsConnectionAdapterOptions https)
    {
        // Kestrel's own mode forgets the intermediates. In this one it leaves the callback to us.
        https.ClientCertificateMode = ClientCertificateMode.NoCertificate;
        https.OnAuthenticate = (connection, tls) =>
        {
            tls.ClientCertificateRequired = true;
            tls.CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
            tls.RemoteCertificateValidationCallback = (_, certificate, chain, _) => Keep(connection, certificate, chain);
        };
    }

    /// <summary>The certificate of the connection that a request came over; null for none.</summary>
    public static ClientCertificate? Of(HttpContext http) =>
        http.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Key, out var kept) == true ? (ClientCertificate?)kept : null;

    // Copies: the chain's own are disposed of after the handshake.
    private static bool Keep(ConnectionContext connection, X509Certificate? certificate, X509Chain? chain)
    {
        if (certificate is null)
            return true;
        var intermediates = new X509Certificate2Collection();
        foreach (var one in chain?.ChainPolicy.ExtraStore ?? [])
            intermediates.Add(X509CertificateLoader.LoadCertificate(one.RawDataMemory.Span));
        connection.Items[Key] = new ClientCertificate(X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()), intermediates);
        return true;
    }
}
