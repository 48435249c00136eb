using System.Buffers;
using System.IO.Pipelines;
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
        if (request.ContentLength > LargestBody)
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        if (!IsForm(request.ContentType))
            return (null, OAuthRefusal.InvalidRequest("content_type", "The content type must be application/x-www-form-urlencoded, in UTF-8."));
        if (request.QueryString.HasValue && !besideQuery)
            return (null, OAuthRefusal.InvalidRequest("query_present", "Parameters belong into the body, not into the URL."));

        var refusal = FormParser.Parse(await ReadBodyAsync(request).ConfigureAwait(false), out var form);
        return (form, refusal);
    }

    /// <summary>A body of another kind than a form, within the same bound.</summary>
    /// <returns>Null if it is not of the type.</returns>
    /// <exception cref="BadHttpRequestException">The body is too large, broken or too slow.</exception>
    public static async ValueTask<byte[]?> ReadBodyAsync(HttpRequest request, string mediaType)
    {
        if (request.ContentLength > LargestBody)
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
            ? await ReadBodyAsync(request).ConfigureAwait(false)
            : null;
    }

    private static async ValueTask<byte[]> ReadBodyAsync(HttpRequest request)
    {
        while (true)
        {
            var result = await ReadSomeAsync(request).ConfigureAwait(false);
            if (result.Buffer.Length > LargestBody)
            {
                // Given back, or Kestrel cannot drain the rest and says so as an error.
                request.BodyReader.AdvanceTo(result.Buffer.End);
                throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
            }

            if (result.IsCompleted)
            {
                var body = result.Buffer.ToArray();
                request.BodyReader.AdvanceTo(result.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static async ValueTask<ReadResult> ReadSomeAsync(HttpRequest request)
    {
        try
        {
            return await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (IOException e) when (e.InnerException is OverflowException)
        {
            // A chunk's size of more digits than fit into a number: the one wrong framing that Kestrel does not report as a bad request.
            throw new BadHttpRequestException("The body is framed wrongly.", e);
        }
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
