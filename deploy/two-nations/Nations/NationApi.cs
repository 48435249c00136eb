using Argus.ResourceServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argus.TwoNations.Nations;

/// <summary>
/// A nation's API, as its developers write it. It knows its own issuer and the trust bundle that this one signs; of the other nation it knows nothing. Each operation
/// answers with what it knows of the caller, and with what it was told by those that it called.
/// </summary>
internal sealed class NationApi : IAsyncDisposable
{
    public const string Reports = "/reports";

    /// <summary>Reads what the archive has, on behalf of the caller.</summary>
    public const string ArchivedReports = "/archived-reports";

    /// <summary>Reads what the other nation has archived, on behalf of the caller.</summary>
    public const string ReportsFromAbroad = "/reports-from-abroad";

    /// <summary>For the nation's own service, whoever it acts for.</summary>
    public const string Archive = "/archive";

    private const string ArchiveClient = "archive";
    private const string AbroadClient = "abroad";

    private readonly WebApplication _app;

    private NationApi(WebApplication app) => _app = app;

    public static async Task<NationApi> StartAsync(Nation own, Nation other, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(own.At.Api.ToString());
        builder.Logging.ClearProviders();
        Protect(builder.Services, own);
        Call(builder.Services, own, other);
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        Map(app, own);
        await app.StartAsync(stop);
        return new NationApi(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static void Protect(IServiceCollection services, Nation own)
    {
        services.AddAuthentication().AddArgus(options =>
        {
            options.Issuers.Add(own.At.Issuer);
            options.TrustBundle = own.At.TrustBundle;
            options.Audience = own.Names.Api;
        });
        services.AddAuthorization();
    }

    /// <summary>Whom it calls, and always for the user that the request is for.</summary>
    private static void Call(IServiceCollection services, Nation own, Nation other)
    {
        services.AddArgusTokenClient(own.Describe);
        services.AddHttpClient(ArchiveClient, http => http.BaseAddress = own.At.Api).AddArgusTokenForUser(own.Names.Archive, NationNames.Read);
        services.AddHttpClient(AbroadClient, http => http.BaseAddress = other.At.Api).AddArgusTokenForUser(other.Names.Api, NationNames.Read);
    }

    private static void Map(WebApplication app, Nation own)
    {
        app.MapGet(Reports, (HttpContext http) => Seen.Of(http, null)).RequireArgus([NationNames.Read]);
        app.MapPost(Reports, (HttpContext http) => Seen.Of(http, null)).RequireArgus([NationNames.Write]);
        app.MapGet(Archive, (HttpContext http) => Seen.Of(http, null)).RequireArgus([NationNames.Read], own.Names.Archive, [own.Names.Service]);
        app.MapGet(ArchivedReports, (HttpContext http, IHttpClientFactory clients) => AskAsync(http, clients, ArchiveClient, Archive)).RequireArgus([NationNames.Read]);
        app.MapGet(ReportsFromAbroad, (HttpContext http, IHttpClientFactory clients) => AskAsync(http, clients, AbroadClient, ArchivedReports)).RequireArgus([NationNames.Read]);
    }

    private static async Task<IResult> AskAsync(HttpContext http, IHttpClientFactory clients, string called, string path)
    {
        using var client = clients.CreateClient(called);
        try
        {
            using var response = await client.GetAsync(path, http.RequestAborted);
            var reply = await Reply.ReadAsync(response, http.RequestAborted);
            return reply.IsGood ? Results.Json(Seen.Of(http, reply.Body)) : Refused($"{called} answered {reply}");
        }
        catch (ArgusTokenException e)
        {
            return Refused(e.Message);
        }
    }

    private static IResult Refused(string why) => Results.Json(new Dictionary<string, string> { ["error"] = why }, statusCode: StatusCodes.Status502BadGateway);
}
