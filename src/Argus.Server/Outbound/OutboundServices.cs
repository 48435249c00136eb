using Argus.Authority.Checkpoints;
using Argus.Authority.Outbound;
using System.Net;

namespace Argus.Server.Outbound;

/// <summary>How the node asks others (docs/threat-model.md, "Outbound requests").</summary>
internal static class OutboundServices
{
    public static IServiceCollection AddOutbound(this IServiceCollection services, OutboundAddresses addresses) =>
        services
            .AddSingleton(addresses).AddSingleton<HostResolver>(Dns.GetHostAddressesAsync).AddSingleton<GuardedConnections>().AddSingleton<OutboundHttp>()
            .AddSingleton<IOutboundDocuments, HttpOutboundDocuments>()
            .AddSingleton<IWitnessChannel, HttpWitnessChannel>();
}
