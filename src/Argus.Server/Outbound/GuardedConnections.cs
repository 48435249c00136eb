using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Argus.Authority.Outbound;

namespace Argus.Server.Outbound;

/// <summary>Looks up a host's addresses. A port, for tests: what a name leads to is what an attacker controls.</summary>
internal delegate Task<IPAddress[]> HostResolver(string host, CancellationToken cancellation);

/// <summary>
/// Opens connections for requests that somebody else's word caused. Each looks its host up once, goes on only if all addresses found are allowed, and connects to
/// one of those very addresses: between check and connection there is no second look-up that could give another. TLS is for the host's name all the same.
/// </summary>
/// <param name="addresses">What may be connected to.</param>
/// <param name="resolver">Asked once for each connection.</param>
/// <param name="roots">Whom to trust for certificates; null for the system's store.</param>
internal sealed class GuardedConnections(OutboundAddresses addresses, HostResolver resolver, X509Certificate2Collection? roots = null)
{
    private const int MostHeaderKilobytes = 16;
    private const int MostPerHost = 32;

    /// <summary>So that one dead address among several leaves time for the next.</summary>
    private static readonly TimeSpan PatienceForAddress = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan PatienceForConnection = TimeSpan.FromSeconds(5);

    public SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        ConnectCallback = ConnectAsync,
        ConnectTimeout = PatienceForConnection,
        MaxConnectionsPerServer = MostPerHost,
        MaxResponseDrainSize = 0,
        MaxResponseHeadersLength = MostHeaderKilobytes,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = NewChainPolicy(),
        },
    };

    // A certificate may name URLs from which its issuer's certificate and lists of revoked ones are to be fetched. Whoever shows it would have Argus ask
    // there, past all checks of this class.
    private X509ChainPolicy NewChainPolicy()
    {
        var policy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
        if (roots is null)
            return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint.Host;
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await resolver(host, cancellation).WaitAsync(cancellation).ConfigureAwait(false);
        var isPlain = context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttp;
        // One that is not allowed speaks against the name as a whole: it is aimed at us.
        if (!found.All(address => addresses.Allows(address) && (!isPlain || IPAddress.IsLoopback(address))))
            throw new OutboundException(OutboundFailure.Refused, "The host is not one that may be asked: it has an address that is not public.");
        return new NetworkStream(await ConnectAsync(found, context.DnsEndPoint.Port, cancellation).ConfigureAwait(false), ownsSocket: true);
    }

    private static async Task<Socket> ConnectAsync(IPAddress[] found, int port, CancellationToken cancellation)
    {
        foreach (var address in found.SkipLast(1))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(PatienceForAddress);
            try
            {
                return await ConnectAsync(address, port, patience.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                // The next address may do.
            }
        }

        return found.Length == 0 ? throw new SocketException((int)SocketError.HostNotFound) : await ConnectAsync(found[^1], port, cancellation).ConfigureAwait(false);
    }

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancellation)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
