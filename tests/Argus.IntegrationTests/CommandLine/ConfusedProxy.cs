using System.Net;
using System.Text;
using Argus.IntegrationTests.Http.Driving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Argus.IntegrationTests.CommandLine;

/// <summary>A reverse proxy that passes everything on as it came, but for one endpoint of tenant B: what is sent there goes to tenant A.</summary>
internal sealed class ConfusedProxy : IAsyncDisposable
{
    private const string A = "/t/attack-a-";
    private const string B = "/t/attack-b-";

    private static readonly UriCreationOptions AsSpelled = new() { DangerousDisablePathAndQueryCanonicalization = true };
    private static readonly string[] OfTheConnection = ["Connection", "Transfer-Encoding", "Keep-Alive", "Content-Length"];

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly WebApplication _app;

    private ConfusedProxy()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Address.Port));
        _app = builder.Build();
        _app.Run(PassOnAsync);
    }

    public Uri Address { get; } = new($"http://127.0.0.1:{Ports.Free()}");

    /// <summary>The node behind it.</summary>
    public Uri? Node { get; set; }

    /// <summary>The endpoint that it is confused about, by its path within the tenant; null for none.</summary>
    public string? Endpoint { get; set; }

    /// <summary>What must be in the body of a request for the proxy to be confused about it; empty for every body.</summary>
    public string Marker { get; set; } = "";

    public static async Task<ConfusedProxy> StartAsync()
    {
        var proxy = new ConfusedProxy();
        await proxy._app.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassOnAsync(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var target = TargetFor(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, Encoding.Latin1.GetString(body.ToArray()));
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(Node!.GetLeftPart(UriPartial.Authority) + target, AsSpelled));
        if (body.Length > 0 || HttpMethods.IsPost(http.Request.Method))
            request.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in http.Request.Headers.Where(header => !OfTheConnection.Contains(header.Key)))
            _ = request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values) || request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values) == true;
        using var response = await _http.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !OfTheConnection.Contains(header.Key)))
            http.Response.Headers.Append(name, values.ToArray());
        if (http.Response.StatusCode is not (204 or 304))
            await http.Response.Body.WriteAsync(await response.Content.ReadAsByteArrayAsync(http.RequestAborted), http.RequestAborted);
    }

    private string TargetFor(string target, string body)
    {
        if (Endpoint is null || !target.StartsWith(B, StringComparison.Ordinal) || !body.Contains(Marker, StringComparison.Ordinal))
            return target;
        var path = target.Split('?')[0];
        return path.IndexOf('/', B.Length) is > 0 and var end && path[end..] == Endpoint ? A + target[B.Length..] : target;
    }
}
