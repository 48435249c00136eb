using System.Collections.Concurrent;
using System.Net;
using Argus.IntegrationTests.Http.Driving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.IntegrationTests.Http.OpenId;

/// <summary>Clients' back ends on loopback: each takes logout tokens below the path of its name.</summary>
internal sealed class LogoutReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LogoutReceiver(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.Run(TakeAsync);
        Address = new Uri($"http://127.0.0.1:{port}/");
    }

    public Uri Address { get; }

    /// <summary>What came, in the order it came.</summary>
    public ConcurrentQueue<Delivery> Deliveries { get; } = new();

    /// <summary>What a delivery is answered with.</summary>
    public Func<Delivery, int> Status { get; set; } = _ => 200;

    public static async Task<LogoutReceiver> StartAsync(int? port = null)
    {
        var receiver = new LogoutReceiver(port ?? Ports.Free());
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>What came about one session.</summary>
    public Delivery[] Of(string session) => [.. Deliveries.Where(delivery => delivery.Token.Payload.GetProperty("sid").GetString() == session)];

    private async Task TakeAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        Assert.Equal(["logout_token"], form.Keys);
        var delivery = new Delivery(http.Request.Path.Value![1..], form["logout_token"].Single()!);
        Deliveries.Enqueue(delivery);
        http.Response.StatusCode = Status(delivery);
        if (http.Response.StatusCode is 307 or 303)
            http.Response.Headers.Location = $"{Address}elsewhere";
    }
}

/// <summary>A logout token that came.</summary>
/// <param name="Client">To whom.</param>
internal sealed record Delivery(string Client, string Text)
{
    public Compact Token { get; } = new(Text);
}
