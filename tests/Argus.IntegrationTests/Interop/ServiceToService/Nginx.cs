using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Interop.ServiceToService;

/// <summary>nginx in front of a node and of an API. It takes any certificate of its clients, and tells it as docs/client-authentication.md says.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const string Sbin = "/usr/sbin/nginx";

    private readonly Process _process;

    private Nginx(Process process) => _process = process;

    /// <param name="directory">Has its files; no other test's.</param>
    /// <param name="sites">What it serves.</param>
    /// <param name="server">Its own certificate.</param>
    /// <param name="proxy">What it shows to the node.</param>
    /// <returns>Null where there is no nginx.</returns>
    public static async Task<Nginx?> StartAsync(string directory, Sites sites, X509Certificate2 server, X509Certificate2 proxy)
    {
        await WriteAsync(directory, "server", server);
        await WriteAsync(directory, "proxy", proxy);
        await File.WriteAllTextAsync(Path.Combine(directory, "nginx.conf"), Configuration(sites));
        var start = new ProcessStartInfo(File.Exists(Sbin) ? Sbin : "nginx", ["-p", directory, "-c", "nginx.conf"]) { RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        _ = process.StandardError.ReadToEndAsync();
        await Eventually.Holds("nginx listens", TimeSpan.FromSeconds(60), () => ListensAsync(sites.Api));
        return new Nginx(process);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task WriteAsync(string directory, string name, X509Certificate2 certificate)
    {
        await File.WriteAllTextAsync(Path.Combine(directory, name + ".pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(directory, name + ".key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    // Sites of one nginx with the same upstream share its TLS sessions, and with them the certificate that one of them showed: hence no reuse.
    // One process, so that its id is all there is to stop; everything that it writes is in its own directory.
    private static string Configuration(Sites sites) => $$"""
        daemon off; master_process off; pid nginx.pid; error_log stderr warn;
        events {}
        http {
          access_log off;
          client_body_temp_path body; proxy_temp_path passed; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
          ssl_certificate server.pem; ssl_certificate_key server.key;
          ssl_verify_client optional_no_ca;
          proxy_ssl_session_reuse off;
          proxy_set_header {{ServiceAuthority.Header}} $ssl_client_escaped_cert;
          server {
            listen 127.0.0.1:{{sites.Known}} ssl;
            location / { proxy_pass {{sites.NodeUrl}}; proxy_ssl_certificate proxy.pem; proxy_ssl_certificate_key proxy.key; }
          }
          server {
            listen 127.0.0.1:{{sites.Unknown}} ssl;
            location / { proxy_pass {{sites.NodeUrl}}; }
          }
          server {
            listen 127.0.0.1:{{sites.Api}} ssl;
            location / { proxy_pass {{sites.ApiUrl}}; }
          }
        }
        """;
}

/// <summary>The node behind a proxy that it knows, the node behind one that it does not know, and the API: ports of nginx, and where they lead.</summary>
internal sealed record Sites(int Known, int Unknown, int Api, string NodeUrl, string ApiUrl);
