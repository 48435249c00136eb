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
        services.AddSingleton<AdminAuthentication>().AddSingleton<AdminFaults>();
        services.AddSingleton<TenantEndpoints>().AddSingleton<ClientEndpoints>().AddSingleton<ClientSecretEndpoints>().AddSingleton<ResourceEndpoints>().AddSingleton<Provisioned>();
        services.AddSingleton<UserEndpoints>().AddSingleton<ConsentEndpoints>().AddSingleton<SignInEndpoints>();
        services.AddSingleton<KeyEndpoints>().AddSingleton<KeyImportEndpoint>().AddSingleton<KeyRevocationEndpoint>().AddSingleton<ComplianceEndpoint>();
        services.AddSingleton<ArchiveEndpoints>();
        services.AddSingleton<VerifierEndpoints>().AddSingleton<PeerEndpoints>();
        services.AddSingleton<FamilyEndpoints>().AddSingleton<FamilyPresentation>().AddSingleton<SessionEndpoints>().AddSingleton<RevocationEndpoint>().AddSingleton<EventEndpoint>();
        services.AddSingleton<CheckpointEndpoints>().AddSingleton<ProofEndpoint>().AddSingleton<TileEndpoint>().AddSingleton<LogKeyEndpoint>();
        services.AddSingleton<ProjectionEndpoint>().AddSingleton<VerdictEndpoint>();
        return services;
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

    private static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi("/admin/{documentName:regex(^v1$)}/openapi.json").WithMetadata(AdminScope.None);
        var root = endpoints.MapGroup(Root);
        var services = endpoints.ServiceProvider;
        services.GetRequiredService<TenantEndpoints>().Map(root);
        services.GetRequiredService<ClientEndpoints>().Map(root);
        services.GetRequiredService<ClientSecretEndpoints>().Map(root);
        services.GetRequiredService<ResourceEndpoints>().Map(root);
        services.GetRequiredService<UserEndpoints>().Map(root);
        services.GetRequiredService<ConsentEndpoints>().Map(root);
        services.GetRequiredService<PeerEndpoints>().Map(root);
        services.GetRequiredService<FamilyEndpoints>().Map(root);
        services.GetRequiredService<SessionEndpoints>().Map(root);
        services.GetRequiredService<RevocationEndpoint>().Map(root);
        services.GetRequiredService<SignInEndpoints>().Map(root);
        services.GetRequiredService<KeyEndpoints>().Map(root);
        services.GetRequiredService<KeyImportEndpoint>().Map(root);
        services.GetRequiredService<KeyRevocationEndpoint>().Map(root);
        services.GetRequiredService<ComplianceEndpoint>().Map(root);
        services.GetRequiredService<VerifierEndpoints>().Map(root);
        services.GetRequiredService<EventEndpoint>().Map(root);
        services.GetRequiredService<ArchiveEndpoints>().Map(root);
        services.GetRequiredService<CheckpointEndpoints>().Map(root);
        services.GetRequiredService<ProofEndpoint>().Map(root);
        services.GetRequiredService<TileEndpoint>().Map(root);
        services.GetRequiredService<LogKeyEndpoint>().Map(root);
        services.GetRequiredService<ProjectionEndpoint>().Map(root);
        services.GetRequiredService<VerdictEndpoint>().Map(root);
    }
}
