using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.IntegrationTests.Custody;

/// <summary>A custody provider on loopback that speaks the real one's HTTP and really encrypts, so that who sends the wrong thing gets nowhere.</summary>
internal abstract class StandIn : IAsyncDisposable
{
    private readonly WebApplication _app;

    protected StandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>What goes wrong from now on.</summary>
    public Mishap Mishap { get; set; }

    /// <summary>Everything that came in: request line, headers and body.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What was to be wrapped, in the order it came.</summary>
    public ConcurrentQueue<byte[]> DataKeys { get; } = new();

    /// <summary>Bytes of an endless answer that somebody took.</summary>
    public long Taken { get; private set; }

    public static async Task<T> StartAsync<T>(T standIn)
        where T : StandIn
    {
        await standIn._app.StartAsync(TestContext.Current.CancellationToken);
        return standIn;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    protected abstract Task AnswerAsync(HttpContext http, byte[] body);

    protected static async Task WriteAsync(HttpContext http, int status, string contentType, string json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        await http.Response.WriteAsync(json);
    }

    private async Task ServeAsync(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = string.Join('\n', http.Request.Headers.Select(header => $"{header.Key}: {header.Value}"));
        Requests.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n{headers}\n\n{Encoding.Latin1.GetString(body.ToArray())}");
        switch (Mishap)
        {
            case Mishap.None:
                await AnswerAsync(http, body.ToArray());
                return;
            case Mishap.Away:
                http.Abort();
                return;
            case Mishap.Hangs:
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            case Mishap.Redirects:
                http.Response.Headers.Location = new Uri(Address, "elsewhere").ToString();
                http.Response.StatusCode = 307;
                return;
            case Mishap.Endless:
                await EndlessAsync(http);
                return;
            default:
                await SpoiltAsync(http, body.ToArray());
                return;
        }
    }

    private async Task EndlessAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        var part = Encoding.ASCII.GetBytes(new string(' ', 16_384));
        while (!http.RequestAborted.IsCancellationRequested)
        {
            await http.Response.Body.WriteAsync(part, http.RequestAborted);
            Taken += part.Length;
        }
    }

    /// <summary>Every one of them says what it was sent, as a proxy's error page may.</summary>
    private Task SpoiltAsync(HttpContext http, byte[] body)
    {
        var echo = Encoding.Latin1.GetString(body) + Requests.Last();
        return Mishap switch
        {
            Mishap.Fails => WriteAsync(http, 500, "text/plain", echo),
            Mishap.Unavailable => WriteAsync(http, 503, "application/json", JsonSerializer.Serialize(new { errors = new[] { echo }, message = echo })),
            Mishap.NotJson => WriteAsync(http, 200, "application/json", echo),
            Mishap.OtherJson => WriteAsync(
                http, 200, "application/json", """{"data":{"plaintext":7,"ciphertext":[],"latest_version":"1"},"value":null,"key":{},"Plaintext":"","CiphertextBlob":""}"""),
            Mishap.Truncated => WriteAsync(http, 200, "application/json", """{"data":{"plaintext":"AAAA","""),
            _ => WriteAsync(http, 200, "application/json", ""),
        };
    }
}

internal enum Mishap
{
    None,
    Away,
    Hangs,
    Redirects,
    Endless,
    Fails,
    Unavailable,
    NotJson,
    OtherJson,
    Truncated,
    Empty,
}
