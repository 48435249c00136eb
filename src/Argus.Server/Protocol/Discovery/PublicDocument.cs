using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace Argus.Server.Protocol.Discovery;

/// <summary>A document for everybody, with a strong entity tag (RFC 9110 §8.8.3, §13.1.2) and leave to cache it (RFC 9111, RFC 5861).</summary>
internal static class PublicDocument
{
    public static void Answer(HttpContext http, byte[] document, string eTag, string cacheControl, string contentType = "application/json")
    {
        var response = http.Response;
        response.Headers.ETag = eTag;
        response.Headers.CacheControl = cacheControl;
        if (IsCurrent(http.Request.Headers.IfNoneMatch, eTag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = contentType;
        response.ContentLength = document.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            response.BodyWriter.Write(document);
    }

    private static bool IsCurrent(StringValues ifNoneMatch, string eTag)
    {
        foreach (var value in ifNoneMatch)
        {
            foreach (var candidate in (value ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                // If-None-Match compares weakly: W/ makes no difference.
                if (candidate == "*" || candidate == eTag || (candidate.StartsWith("W/", StringComparison.Ordinal) && candidate.AsSpan(2).SequenceEqual(eTag)))
                    return true;
            }
        }

        return false;
    }
}
