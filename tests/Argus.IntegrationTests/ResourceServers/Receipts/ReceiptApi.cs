using System.Net.Http.Headers;
using System.Security.Cryptography;
using Argus.IntegrationTests.Http.Driving;
using Argus.ResourceServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argus.IntegrationTests.ResourceServers.Receipts;

/// <summary>An API that hands in receipts of what it decides, as the client <c>orders-api</c>.</summary>
internal sealed class ReceiptApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private ReceiptApi(WebApplication app, Uri url)
    {
        _app = app;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = url };
    }

    /// <param name="issuer">Whose tokens it takes.</param>
    /// <param name="key">Of its client.</param>
    public static async Task<ReceiptApi> StartAsync(string issuer, RSA key)
    {
        var url = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var builder = WebApplication.CreateSlimBuilder(["--urls", url.ToString()]);
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication().AddArgus(options =>
        {
            options.Issuers.Add(issuer);
            options.Audience = Known.Orders;
            options.Revocation = RevocationMode.None;
        });
        builder.Services.AddArgusReceipts(options =>
            (options.Issuer, options.ClientId, options.SigningKey, options.Interval) = (issuer, Known.OrdersApi.Id, key, TimeSpan.FromMilliseconds(100)));
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.MapGet("/orders", () => "orders").RequireAuthorization();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ReceiptApi(app, url);
    }

    /// <returns>The status.</returns>
    public async Task<int> AskAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    /// <summary>Stops, with what it has still to hand in.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
