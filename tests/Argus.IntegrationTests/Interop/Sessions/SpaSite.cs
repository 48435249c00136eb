using Argus.IntegrationTests.Http.Driving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.IntegrationTests.Interop.Sessions;

/// <summary>Serves the single-page app under <c>npm/spa</c>, with oidc-client-ts as npm brings it.</summary>
internal sealed class SpaSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SpaSite(WebApplication app, string origin)
    {
        _app = app;
        Origin = origin;
    }

    public string Origin { get; }

    public string SignedOut => Origin + "/signed-out";

    /// <summary>What the app learns from <c>/settings.json</c>.</summary>
    public object Settings { get; set; } = new { };

    /// <param name="packages">The folder of package.json.</param>
    public static async Task<SpaSite> StartAsync(string packages)
    {
        var origin = $"http://127.0.0.1:{Ports.Free()}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(origin);
        var site = new SpaSite(builder.Build(), origin);
        site.Serve(Path.Combine(packages, "spa"), Path.Combine(packages, "node_modules/oidc-client-ts/dist/browser"));
        await site._app.StartAsync();
        return site;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Serve(string app, string library)
    {
        foreach (var path in new[] { "/", "/callback", "/signed-out" })
            _app.MapGet(path, () => Results.File(Path.Combine(app, "index.html"), "text/html; charset=utf-8"));
        _app.MapGet("/app.js", () => Results.File(Path.Combine(app, "app.js"), "text/javascript"));
        _app.MapGet("/oidc-client-ts.min.js", () => Results.File(Path.Combine(library, "oidc-client-ts.min.js"), "text/javascript"));
        _app.MapGet("/settings.json", () => Results.Json(Settings));
    }
}
