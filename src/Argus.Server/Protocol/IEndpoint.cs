using Argus.Server.Tenancy;

namespace Argus.Server.Protocol;

/// <summary>One endpoint of a tenant.</summary>
internal interface IEndpoint
{
    /// <summary>Within the tenant, exactly as it must stand in the request line.</summary>
    IReadOnlyList<string> Paths { get; }

    IReadOnlyList<string> Methods { get; }

    /// <summary>
    /// Whether scripts of any origin may call it (Fetch §3.3), and read what it answers. Only where no cookie counts and nobody is shown a page.
    /// </summary>
    bool IsForScripts => false;

    Task HandleAsync(TenantRequest request);
}
