using System.Net;
using System.Net.Http.Headers;
using Argus.Benchmarks.Machine;
using Argus.ResourceServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argus.Benchmarks.ResourceServers;

/// <summary>An API on Kestrel, protected by the library with its defaults; and a client for it.</summary>
internal sealed class GuardedApi : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient http;

    private GuardedApi(WebApplication app, string url)
    {
        this.app = app;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(url) };
    }

    public static async Task<GuardedApi> StartAsync(Stage stage, string issuer, string audience)
    {
        var url = Loopback.Url(Loopback.FreePort());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication().AddArgus(options =>
        {
            options.Issuers.Add(issuer);
            options.Audience = audience;
        });
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.MapGet("/", () => "").RequireAuthorization();
        await app.StartAsync(stage.Stop);
        return stage.Add(new GuardedApi(app, url));
    }

    public async Task<HttpStatusCode> GetAsync(string token, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, stop);
        return answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }
}
