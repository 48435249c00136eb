using System.Collections.Concurrent;
using System.Security.Claims;
using Argus.IntegrationTests.Http.Driving;
using Argus.ResourceServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argus.IntegrationTests.ResourceServers.Migration;

/// <summary>An API that takes tokens of a node, and for a time those that it had before.</summary>
internal sealed class MigratingApi : IAsyncDisposable, ILegacyTokenVerifier
{
    /// <summary>Of the client "shop", whose register entry says that it may read orders.</summary>
    public const string ShopToken = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJvbGQtbG9naW4iLCJzdWIiOiJzaG9wIn0.c2hvcA";

    /// <summary>Of the client "lookout", which may do nothing.</summary>
    public const string LookoutToken = "an-opaque-token";

    private const string Archive = "https://archive.acme.example";

    private readonly ConcurrentQueue<string> _asked = new();
    private readonly HttpClient _http;
    private WebApplication _app = null!;

    private MigratingApi(Uri url) => _http = new HttpClient { BaseAddress = url };

    /// <summary>The tokens that the old verifier was asked about.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public ArgusMigration Progress => _app.Services.GetRequiredService<ArgusMigration>();

    public static async Task<MigratingApi> StartAsync(string issuer, Action<ArgusLegacyOptions>? configure = null)
    {
        var url = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var api = new MigratingApi(url);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url.ToString());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILegacyTokenVerifier>(api);
        builder.Services.AddAuthentication()
            .AddArgus(options =>
            {
                options.Issuers.Add(issuer);
                options.Audience = Known.Orders;
                options.Audiences.Add(Archive);
                options.Revocation = RevocationMode.None;
            })
            .AddLegacyTokens(options =>
            {
                options.RefusedAfter = DateTimeOffset.MaxValue;
                configure?.Invoke(options);
            });
        builder.Services.AddAuthorization();
        var app = api._app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/any", Who).RequireAuthorization();
        app.MapGet("/orders", Who).RequireArgus(["orders.read"]);
        app.MapGet("/writing", Who).RequireArgus(["orders.write"]);
        app.MapGet("/shop", Who).RequireArgus(clients: ["shop"]);
        app.MapGet("/archive", Who).RequireArgus(audience: Archive);
        app.MapGet("/old", Who).RequireAuthorization(policy => policy.AddAuthenticationSchemes("Argus.Legacy").RequireAuthenticatedUser());
        app.MapArgusMigration("/migration");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    public async Task<Answer> GetAsync(string path, string? token = null, string scheme = "Bearer")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            Assert.True(request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {token}"));
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers.WwwAuthenticate.ToString());
    }

    Task<LegacyResult> ILegacyTokenVerifier.VerifyAsync(string token, CancellationToken cancellation)
    {
        _asked.Enqueue(token);
        return Task.FromResult(token switch
        {
            ShopToken => LegacyResult.Accepted(Principal("shop", "orders.read other"), "old-login", "shop"),
            LookoutToken => LegacyResult.Accepted(Principal("lookout", ""), "old-login", "lookout"),
            _ => LegacyResult.Refused,
        });
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private static ClaimsPrincipal Principal(string name, string scope) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name), new Claim("scope", scope)], "old"));

    private static string Who(HttpContext http) => http.User.FindArgusCaller() is { } caller ? $"argus {caller.ClientId}" : $"old {http.User.Identity!.Name}";
}

internal sealed record Answer(int Status, string Body, string Challenge);
