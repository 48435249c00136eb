using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Argus.Server.Admin;

/// <summary>
/// Holds a request to the one spelling of its path (docs/adr/0004). Routing sees a path whose escapes are decoded and whose dot segments are folded, and does
/// not mind the case of letters; whoever guards this API by the beginning of a path must not be told another than is served.
/// </summary>
internal static class AdminTarget
{
    /// <summary>The one parameter whose names can have characters that must be escaped in a path.</summary>
    private const string Client = "client";

    public static bool IsExact(HttpContext http)
    {
        if (http.GetEndpoint() is not RouteEndpoint { RoutePattern.PathSegments: var pattern })
            return true;
        var rawTarget = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = rawTarget.IndexOf('?', StringComparison.Ordinal);
        var segments = (query < 0 ? rawTarget : rawTarget[..query])[1..].Split('/');
        if (segments.Length != pattern.Count)
            return false;
        for (var i = 0; i < segments.Length; i++)
        {
            var isExact = pattern[i].Parts[0] switch
            {
                RoutePatternLiteralPart literal => segments[i] == literal.Content,
                RoutePatternParameterPart { Name: Client } => true,
                _ => !segments[i].Contains('%', StringComparison.Ordinal),
            };
            if (!isExact)
                return false;
        }

        return true;
    }

    /// <summary>As a path that is not there.</summary>
    public static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
