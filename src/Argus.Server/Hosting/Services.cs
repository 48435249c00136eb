using Argus.Authority;
using Argus.Authority.Keys;
using Argus.Postgres;
using Argus.Server.Admin;
using Argus.Server.Outbound;
using Argus.Server.Protocol;

namespace Argus.Server.Hosting;

/// <summary>Who is made of what, from the edge to the database. Each area names its own.</summary>
internal static class Services
{
    public static IServiceCollection AddArgus(this IServiceCollection services, ArgusOptions options, ArgusDatabase database, KeyCustodies custodies, TimeProvider clock) =>
        services
            .AddSingleton(clock).AddSingleton(options)
            .AddSingleton(new AuthorityOptions(options.AppendTimeout, options.MaxStaleness))
            .AddSingleton(new Issuers(options.PublicUrl, options.DefaultTenant))
            .AddSingleton<Preparation>().AddSingleton<FirstStart>().AddSingleton<HealthEndpoints>().AddSingleton<Readiness>().AddSingleton<CustodyProof>()
            .AddProtocol()
            .AddAdminApi()
            .AddAuthority(options, custodies)
            .AddOutbound(options.Outbound)
            .AddPostgres(database, options.ArchiveWindow);
}
