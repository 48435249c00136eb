using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Argus.Server.Admin;

/// <summary>
/// Holds a request to the one spelling of its path (docs/adr/0004). Routing sees a path whose escapes are decoded and whose dot segments are folded, and does
/// not mind the case of letters; whoever guards this API by the beginning of a path must not be told another than is served.
/// </summary>
internal static class AdminTarget
{
    /// <summary>The parameters whose names can have characters that must be escaped in a path.</summary>
    private const string Client = "client";
    private const string User = "user";

    public static bool IsExact(HttpContext http)
    {
        if (http.GetEndpoint() is not RouteEndpoint { RoutePattern.PathSegments: var pattern })
            return true;
        var segments = Segments(http);
        // The rest of a path that is taken whole (a tile's) is as strict in each of its segments.
        var takesRest = pattern[^1].Parts[0] is RoutePatternParameterPart { IsCatchAll: true };
        if (takesRest ? segments.Length < pattern.Count : segments.Length != pattern.Count)
            return false;
        for (var i = 0; i < segments.Length; i++)
        {
            var isExact = pattern[Math.Min(i, pattern.Count - 1)].Parts[0] switch
            {
                RoutePatternParameterPart { IsCatchAll: true } => segments[i] is not ("" or "." or "..") && !segments[i].Contains('%', StringComparison.Ordinal),
                RoutePatternLiteralPart literal => segments[i] == literal.Content,
                RoutePatternParameterPart { Name: Client } => true,
                RoutePatternParameterPart { Name: User } => IsText(segments[i]),
                _ => !segments[i].Contains('%', StringComparison.Ordinal),
            };
            if (!isExact)
                return false;
        }

        return true;
    }

    /// <summary>
    /// The user's name in the path, its escapes decoded once. Routing decodes all but that of the slash, so that what it gives can no longer be told apart.
    /// </summary>
    public static string UserOf(HttpContext http)
    {
        var pattern = ((RouteEndpoint)http.GetEndpoint()!).RoutePattern.PathSegments;
        var segments = Segments(http);
        for (var i = 0; i < pattern.Count; i++)
        {
            if (pattern[i].Parts[0] is RoutePatternParameterPart { Name: User })
                return Uri.UnescapeDataString(segments[i]);
        }

        throw new InvalidOperationException("The endpoint's path has no user.");
    }

    /// <summary>As a path that is not there.</summary>
    public static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static string[] Segments(HttpContext http)
    {
        var rawTarget = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = rawTarget.IndexOf('?', StringComparison.Ordinal);
        return (query < 0 ? rawTarget : rawTarget[..query])[1..].Split('/');
    }

    /// <summary>Escapes that are not UTF-8 stay as they are when decoded, and then mean what their own escapes mean.</summary>
    private static bool IsText(string segment) =>
        Uri.UnescapeDataString(segment).Count('%') == segment.AsSpan().Count("%25");
}
