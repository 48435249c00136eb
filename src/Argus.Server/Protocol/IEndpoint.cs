using Argus.Server.Tenancy;

namespace Argus.Server.Protocol;

/// <summary>One endpoint of a tenant.</summary>
internal interface IEndpoint
{
    /// <summary>Within the tenant, exactly as it must stand in the request line.</summary>
    IReadOnlyList<string> Paths { get; }

    IReadOnlyList<string> Methods { get; }

    Task HandleAsync(TenantRequest request);
}
