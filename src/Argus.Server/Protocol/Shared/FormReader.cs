using Argus.Authority;
using Microsoft.Net.Http.Headers;

namespace Argus.Server.Protocol.Shared;

/// <summary>Reads the form that every OAuth endpoint takes its parameters from.</summary>
internal static class FormReader
{
    /// <summary>Bytes in a body.</summary>
    public const int LargestBody = 64 * 1024;

    /// <param name="request">The request.</param>
    /// <param name="besideQuery">Whether the URL has parameters of its own, as that of a page's form may.</param>
    /// <returns>The form, or the refusal.</returns>
    /// <exception cref="BadHttpRequestException">The body is too large, broken or too slow.</exception>
    public static async ValueTask<(Form? Form, OAuthRefusal? Refusal)> ReadAsync(HttpRequest request, bool besideQuery = false)
    {
        BoundedBody.Check(request, LargestBody);
        if (!IsForm(request.ContentType))
            return (null, OAuthRefusal.InvalidRequest("content_type", "The content type must be application/x-www-form-urlencoded, in UTF-8."));
        if (request.QueryString.HasValue && !besideQuery)
            return (null, OAuthRefusal.InvalidRequest("query_present", "Parameters belong into the body, not into the URL."));

        var refusal = FormParser.Parse(await BoundedBody.ReadAsync(request, LargestBody).ConfigureAwait(false), out var form);
        return (form, refusal);
    }

    private static bool IsForm(string? contentType)
    {
        if (contentType == "application/x-www-form-urlencoded")
            return true;
        return MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }
}
