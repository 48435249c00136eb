using System.Net;
using System.Security.Cryptography.X509Certificates;
using Argus.IntegrationTests.Http.Driving;
using Argus.ResourceServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argus.IntegrationTests.Interop.ServiceToService;

/// <summary>An API that takes only tokens that are bound to a key.</summary>
internal sealed class BoundApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BoundApi(WebApplication app, string url)
    {
        _app = app;
        Url = url;
    }

    /// <summary>Without a slash at its end.</summary>
    public string Url { get; }

    /// <param name="issuer">Whose tokens.</param>
    /// <param name="server">Its certificate, and connections are asked for theirs; null: plain http.</param>
    /// <param name="forwarded">The header in which a proxy forwards its clients' certificates, as nginx writes it.</param>
    public static async Task<BoundApi> StartAsync(string issuer, X509Certificate2? server = null, string? forwarded = null)
    {
        var port = Ports.Free();
        var url = $"{(server is null ? "http" : "https")}://127.0.0.1:{port}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => Secure(listen, server)));
        builder.Services.AddAuthentication().AddArgus(options =>
        {
            options.Issuers.Add(issuer);
            options.Audience = Known.Orders;
            options.RequiredScopes.Add("orders.read");
            options.PublicUrl = new Uri(url);
            options.RequireConfirmation = true;
        });
        builder.Services.AddAuthorization();
        if (forwarded is not null)
            builder.Services.AddCertificateForwarding(options => (options.CertificateHeader, options.HeaderConverter) = (forwarded, FromNginx));
        var app = builder.Build();
        if (forwarded is not null)
            app.UseCertificateForwarding();

        // Said, for else the platform puts it before the forwarding.
        app.UseAuthentication().UseAuthorization();
        app.MapGet("/orders", (HttpContext http) => Said(http.GetArgusCaller())).RequireAuthorization();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new BoundApi(app, url);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static string Said(ArgusCaller caller) => $"{caller.ClientId} for {(caller.UserSubject is null ? "itself" : "a user")}";

    private static void Secure(ListenOptions listen, X509Certificate2? server)
    {
        if (server is null)
            return;
        listen.UseHttps(server, https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        });
    }

    private static X509Certificate2 FromNginx(string header) => X509Certificate2.CreateFromPem(Uri.UnescapeDataString(header));
}
