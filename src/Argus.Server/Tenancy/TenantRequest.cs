using Argus.Authority.Views;
using Argus.Domain.Kernel;

namespace Argus.Server.Tenancy;

/// <summary>A request whose tenant is known.</summary>
internal readonly record struct TenantRequest(HttpContext Http, TenantView Tenant)
{
    /// <summary>Ties the log line, the event and the answer of this request together.</summary>
    public string CorrelationId => Http.TraceIdentifier;

    /// <summary>The address it comes from.</summary>
    public string? Source => Http.Connection.RemoteIpAddress?.ToString();

    /// <summary>What events caused by this request say of where they come from.</summary>
    public Origin Origin(string actor) => RequestOrigin.Of(Http, actor);
}
