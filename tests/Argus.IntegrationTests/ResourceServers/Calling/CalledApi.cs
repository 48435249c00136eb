using Argus.IntegrationTests.Http.Driving;
using Argus.ResourceServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argus.IntegrationTests.ResourceServers.Calling;

/// <summary>An API that takes tokens of a node, and says who calls.</summary>
internal sealed class CalledApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CalledApi(WebApplication app, Uri url)
    {
        _app = app;
        Url = url;
    }

    public Uri Url { get; }

    /// <summary>How many requests are refused, whatever their token.</summary>
    public int RefusesNext { get; set; }

    public static async Task<CalledApi> StartAsync(
        string issuer, Action<ArgusOptions>? configure = null, Action<IServiceCollection>? services = null, Action<WebApplication>? map = null)
    {
        var url = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url.ToString());
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication().AddArgus(options =>
        {
            options.Issuers.Add(issuer);
            options.Audience = Known.Orders;
            options.Revocation = RevocationMode.None;
            options.PublicUrl = url;
            configure?.Invoke(options);
        });
        builder.Services.AddAuthorization();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        var api = new CalledApi(app, url);
        app.Use((http, next) => api.RefusesNext-- > 0 ? Refuse(http) : next(http));
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/who", (HttpContext http) => Who(http.GetArgusCaller())).RequireArgus(["orders.read"]);
        app.MapGet("/lineage", (HttpContext http) => $"{http.GetArgusCaller().Actor} from {http.GetArgusCaller().Token.Ancestors[0].JwtId}").RequireArgus(["orders.read"]);
        map?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Who(ArgusCaller caller) => $"{caller.ClientId} for {caller.Subject} may {string.Join(' ', caller.Scopes.Order())} by {caller.Token.JwtId}";

    private static Task Refuse(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
