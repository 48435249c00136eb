using Argus.Domain.Kernel;

namespace Argus.Server.Tenancy;

/// <summary>What events caused by a request say of where they come from.</summary>
internal static class RequestOrigin
{
    private const int LongestUserAgent = 256;

    public static Origin Of(HttpContext http, string actor)
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        return new Origin(
            actor,
            http.TraceIdentifier,
            http.Connection.RemoteIpAddress?.ToString(),
            agent.Length == 0 ? null : agent.Length <= LongestUserAgent ? agent : agent[..LongestUserAgent]);
    }
}
