using System.Net;
using Argus.IntegrationTests.Http.Driving;
using Argus.ResourceServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argus.IntegrationTests.ResourceServers;

/// <summary>An API of somebody else's, on Kestrel, protected by the library; and an HTTP client for it.</summary>
internal sealed class ProtectedApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private ProtectedApi(WebApplication app, Uri url)
    {
        _app = app;
        Url = url;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = url };
    }

    public Uri Url { get; }

    public static async Task<ProtectedApi> StartAsync(Action<ArgusOptions> configure)
    {
        var url = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var builder = WebApplication.CreateSlimBuilder(["--urls", url.ToString()]);
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication().AddArgus(configure);
        builder.Services.AddAuthorization();
        var app = builder.Build();
        Map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ProtectedApi(app, url);
    }

    /// <summary>For an issuer of a node, with revocations left alone.</summary>
    public static Task<ProtectedApi> StartAsync(string issuer, Action<ArgusOptions>? more = null) => StartAsync(options =>
    {
        options.Issuers.Add(issuer);
        options.Audience = Known.Orders;
        options.RequiredScopes.Add("orders.read");
        options.Revocation = RevocationMode.None;
        more?.Invoke(options);
    });

    private static void Map(WebApplication app)
    {
        app.MapGet("/orders", (HttpContext context) =>
        {
            var caller = context.GetArgusCaller();
            return $"{caller.ClientId}|{caller.Actor}|{caller.UserSubject ?? "-"}|{string.Join(' ', caller.Scopes)}|{context.User.FindFirst("sub")?.Value}|{context.User.HasClaim("scope", "orders.read")}";
        }).RequireAuthorization();
        app.MapPost("/orders", () => "made").RequireArgus(scopes: ["orders.write"]);
        app.MapGet("/stock", () => "stock").RequireArgus(audience: Known.Stock);
        app.MapGet("/own", () => "own").RequireArgus(clients: [Known.Billing.Id]);
        app.MapGet("/attribute", [ArgusAuthorize("orders.write")] () => "attribute");
        app.MapGet("/open", (HttpContext context) => context.User.FindArgusCaller()?.ClientId ?? "nobody");
    }

    public async Task<Reply> GetAsync(string path, string? token, params (string Name, string Value)[] headers) =>
        await SendAsync(HttpMethod.Get, path, token is null ? headers : [("Authorization", $"Bearer {token}"), .. headers]);

    public async Task<Reply> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await SendAsync(request);
    }

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Reply(response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>A way to the issuer that can be cut.</summary>
internal sealed class CutLine() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
{
    public bool IsCut { get; set; }

    /// <summary>Which requests get through a line that is cut.</summary>
    public Func<Uri, bool> Passes { get; init; } = _ => false;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        IsCut && !Passes(request.RequestUri!) ? throw new HttpRequestException(HttpRequestError.ConnectionError, "cut", statusCode: HttpStatusCode.BadGateway) : base.SendAsync(request, cancellationToken);
}
