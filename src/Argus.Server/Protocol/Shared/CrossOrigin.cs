namespace Argus.Server.Protocol.Shared;

/// <summary>
/// Lets scripts of every origin call an endpoint and read its answer (Fetch §3.3.3). Never with credentials: a browser then sends no cookie along, and who calls is
/// known only by what stands in the request itself.
/// </summary>
internal static class CrossOrigin
{
    private const string SecondsOfPreflight = "3600";

    /// <summary>Marks the answer that is to come, refusals too, or a script cannot tell why it was refused.</summary>
    /// <returns>Whether that was all: the browser only asked whether it may ask.</returns>
    public static bool Answer(HttpContext http, IEnumerable<string> methods)
    {
        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        if (!HttpMethods.IsOptions(http.Request.Method) || http.Request.Headers.AccessControlRequestMethod.Count == 0)
        {
            headers.AccessControlExposeHeaders = "WWW-Authenticate, DPoP-Nonce";
            return false;
        }

        headers.AccessControlAllowMethods = string.Join(", ", methods);
        headers.AccessControlAllowHeaders = "authorization, content-type, dpop";
        headers.AccessControlMaxAge = SecondsOfPreflight;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }
}
