using System.Buffers;
using System.IO.Pipelines;

namespace Argus.Server.Protocol.Shared;

/// <summary>Reads a request's body whole, up to a bound.</summary>
internal static class BoundedBody
{
    /// <summary>Refuses a body that says beforehand that it is larger, before anything of it is read.</summary>
    /// <exception cref="BadHttpRequestException"/>
    public static void Check(HttpRequest request, int largest)
    {
        if (request.ContentLength > largest)
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
    }

    /// <exception cref="BadHttpRequestException">The body is too large, broken or too slow.</exception>
    public static async ValueTask<byte[]> ReadAsync(HttpRequest request, int largest)
    {
        while (true)
        {
            var result = await ReadSomeAsync(request).ConfigureAwait(false);
            if (result.Buffer.Length > largest)
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
}
