using Argus.Authority.Views;
using Argus.Server.Admin.Archive;
using Argus.Server.Admin.Audit;
using Argus.Server.Admin.Events;
using Argus.Server.Admin.Families;
using Argus.Server.Admin.Keys;
using Argus.Server.Admin.Logs;
using Argus.Server.Admin.Peers;
using Argus.Server.Admin.Revocations;
using Argus.Server.Admin.Sessions;
using Argus.Server.Admin.SignIns;
using Argus.Server.Admin.Tenants;
using Argus.Server.Admin.Users;
using Argus.Server.Admin.Verifiers;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Server.Admin;

/// <summary>
/// The Admin API: ordinary routing under <c>/admin</c> on the shared host, apart from the tenants' endpoints (docs/adr/0004). Every answer that is not a success
/// is a problem document (RFC 9457); every endpoint names the scopes that open it.
/// </summary>
internal static class AdminApi
{
    public const string Root = "/admin/v1";

    private const string Prefix = "/admin/";

    public static IServiceCollection AddAdminApi(this IServiceCollection services)
    {
        services.AddRouting();
        services.AddOpenApi("v1", AdminDescription.Describe);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => AdminJson.Configure(json.SerializerOptions));
        return services
            .AddSingleton<AdminAuthentication>().AddSingleton<AdminFaults>().AddSingleton<Provisioned>().AddSingleton<FamilyPresentation>()
            .AddEndpoints();
    }

    /// <summary>Takes the requests for the Admin API out of the pipeline; whatever is not one goes on.</summary>
    public static void UseAdminApi(this WebApplication app)
    {
        var directory = app.Services.GetRequiredService<TenantDirectory>();
        app.MapWhen(http => IsForAdmin(http, directory), admin =>
        {
            // A routing of its own: the tenants' endpoints do without.
            admin.Properties.Remove("__GlobalEndpointRouteBuilder");
            admin.Use(next => http => http.RequestServices.GetRequiredService<AdminFaults>().AnswerAsync(http, next));
            admin.UseRouting();
            admin.Use(next => http => AdminTarget.IsExact(http) ? next(http) : AdminTarget.RefuseAsync(http));
            admin.Use(next => http => http.RequestServices.GetRequiredService<AdminAuthentication>().AuthenticateAsync(http, next));
            admin.UseEndpoints(Map);
        });
    }

    /// <summary>A tenant's own host has no Admin API.</summary>
    private static bool IsForAdmin(HttpContext http, TenantDirectory directory) =>
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.StartsWith(Prefix, StringComparison.Ordinal)
        && directory.FindByAuthority(http.Request.Host.Value ?? "") is null;

    /// <summary>The description lists them in this order.</summary>
    private static IServiceCollection AddEndpoints(this IServiceCollection services) =>
        services
            .AddSingleton<IAdminEndpoint, TenantEndpoints>()
            .AddSingleton<IAdminEndpoint, ClientEndpoints>()
            .AddSingleton<IAdminEndpoint, ClientSecretEndpoints>()
            .AddSingleton<IAdminEndpoint, ResourceEndpoints>()
            .AddSingleton<IAdminEndpoint, UserEndpoints>()
            .AddSingleton<IAdminEndpoint, ConsentEndpoints>()
            .AddSingleton<IAdminEndpoint, PeerEndpoints>()
            .AddSingleton<IAdminEndpoint, FamilyEndpoints>()
            .AddSingleton<IAdminEndpoint, SessionEndpoints>()
            .AddSingleton<IAdminEndpoint, RevocationEndpoint>()
            .AddSingleton<IAdminEndpoint, SignInEndpoints>()
            .AddSingleton<IAdminEndpoint, KeyEndpoints>()
            .AddSingleton<IAdminEndpoint, KeyImportEndpoint>()
            .AddSingleton<IAdminEndpoint, KeyRevocationEndpoint>()
            .AddSingleton<IAdminEndpoint, ComplianceEndpoint>()
            .AddSingleton<IAdminEndpoint, VerifierEndpoints>()
            .AddSingleton<IAdminEndpoint, EventEndpoint>()
            .AddSingleton<IAdminEndpoint, ArchiveEndpoints>()
            .AddSingleton<IAdminEndpoint, CheckpointEndpoints>()
            .AddSingleton<IAdminEndpoint, ProofEndpoint>()
            .AddSingleton<IAdminEndpoint, TileEndpoint>()
            .AddSingleton<IAdminEndpoint, LogKeyEndpoint>()
            .AddSingleton<IAdminEndpoint, ProjectionEndpoint>()
            .AddSingleton<IAdminEndpoint, VerdictEndpoint>();

    private static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi("/admin/{documentName:regex(^v1$)}/openapi.json").WithMetadata(AdminScope.None);
        var root = endpoints.MapGroup(Root);
        foreach (var endpoint in endpoints.ServiceProvider.GetServices<IAdminEndpoint>())
            endpoint.Map(root);
    }
}
