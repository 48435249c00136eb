using System.Diagnostics.Metrics;
using System.Net;
using Argus.ResourceServer;
using Argus.ResourceServer.Calling;
using Argus.ResourceServer.Callers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argus.Specs.ResourceServers.Calling.Driving;

/// <summary>A service that calls an API, put together as an application does it, with stand-ins behind its HTTP clients.</summary>
internal sealed class CallingService : IAsyncDisposable
{
    public const string Audience = "https://orders.example";
    public const string OtherAudience = "https://stock.example";

    private readonly ServiceProvider _provider;

    public CallingService(Action<ArgusClientOptions>? configure = null, TimeProvider? clock = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(clock ?? Clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddArgusTokenClient(options =>
        {
            options.Issuer = StandInIssuer.Issuer;
            options.ClientId = "billing";
            options.ClientSecret = "s:+ %";
            configure?.Invoke(options);
            if (options.SigningKey is not null || options.Certificate is not null)
                options.ClientSecret = null;
        });
        services.AddHttpClient("Argus.TokenClient").ConfigurePrimaryHttpMessageHandler(() => Issuer);
        services.AddHttpClient("sockets").AddArgusToken(Audience);
        services.AddHttpClient("orders through something else").ConfigurePrimaryHttpMessageHandler(() => Api).AddArgusToken(Audience);
        Client(services, "orders").AddArgusToken(Audience, "orders.write", "orders.read");
        Client(services, "orders again").AddArgusToken(Audience, "orders.read", "orders.write", "orders.read");
        Client(services, "orders, less").AddArgusToken(Audience, "orders.read");
        Client(services, "stock").AddArgusToken(OtherAudience);
        Client(services, "for the user").AddArgusTokenForUser(Audience, "orders.read");
        _provider = services.BuildServiceProvider();
    }

    public ManualClock Clock { get; } = new();

    public StandInIssuer Issuer { get; } = new();

    public StandInApi Api { get; } = new();

    public KeptLog Log { get; } = new();

    /// <summary>What stands behind the HTTP client "sockets", which has no stand-in.</summary>
    public HttpMessageHandler Sockets => Innermost(_provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("sockets"));

    public IMeterFactory Meters => _provider.GetRequiredService<IMeterFactory>();

    public TokenClient Tokens => _provider.GetRequiredService<TokenClients>().Named("");

    /// <summary>The request that the service is answering.</summary>
    public HttpContext? Incoming
    {
        set => _provider.GetRequiredService<IHttpContextAccessor>().HttpContext = value;
    }

    public async Task<HttpStatusCode> CallAsync(string api = "orders", HttpContent? body = null, CancellationToken? cancellation = null)
    {
        using var response = await SendAsync(api, body, cancellation);
        return response.StatusCode;
    }

    public async Task<HttpResponseMessage> SendAsync(string api = "orders", HttpContent? body = null, CancellationToken? cancellation = null)
    {
        var client = _provider.GetRequiredService<IHttpClientFactory>().CreateClient(api);
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, "https://orders.example/list?page=2") { Content = body };
        return await client.SendAsync(request, cancellation ?? TestContext.Current.CancellationToken);
    }

    public HttpClient Client(string api = "orders") => _provider.GetRequiredService<IHttpClientFactory>().CreateClient(api);

    /// <summary>Calls until what was begun behind the callers' backs shows; it takes no time by the service's clock.</summary>
    public async Task CallUntilAsync(Func<bool> condition)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(20), "It does not come.");
            await Task.Delay(1, TestContext.Current.CancellationToken);
            await CallAsync();
        }
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private static HttpMessageHandler Innermost(HttpMessageHandler handler) => handler is DelegatingHandler outer ? Innermost(outer.InnerHandler!) : handler;

    private IHttpClientBuilder Client(ServiceCollection services, string name) =>
        services.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(() => Api).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
}
