using System.Net.Http.Headers;
using Argus.Authority.Outbound;

namespace Argus.Server.Outbound;

/// <summary>What is taken of an answer.</summary>
internal static class OutboundContent
{
    private const string Json = "application/json";
    private const int FirstBytes = 4 * 1024;

    /// <exception cref="OutboundException">It is of another type, in another charset than UTF-8, or compressed, which nobody asked for.</exception>
    public static string TypeOf(HttpResponseMessage response, string? wanted)
    {
        var type = response.Content.Headers.ContentType;
        if (type?.MediaType is not { } media || !(wanted is null ? IsJson(media) : media.Equals(wanted, StringComparison.OrdinalIgnoreCase)))
            throw new OutboundException(OutboundFailure.WrongType, $"The answer is not of type {wanted ?? Json}.");
        if (type.CharSet is { } charset && !charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw new OutboundException(OutboundFailure.WrongType, "The answer is not in UTF-8.");
        if (response.Content.Headers.ContentEncoding.Count > 0)
            throw new OutboundException(OutboundFailure.WrongType, "The answer is compressed.");
        return media;
    }

    /// <summary>Counts while it reads: what the answer says of its length is believed only where it says too much.</summary>
    /// <exception cref="OutboundException">There is more than that.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int mostBytes, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > mostBytes)
            throw TooLarge(mostBytes);
        using var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var buffer = new byte[Math.Min(FirstBytes, mostBytes + 1)];
        var length = 0;
        while (await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false) is > 0 and var read)
        {
            length += read;
            if (length > mostBytes)
                throw TooLarge(mostBytes);
            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, mostBytes + 1));
        }

        return buffer.AsMemory(0, length);
    }

    /// <summary>RFC 9111 §4.2: what is left of the answer's time, for it may have lain in a cache on the way.</summary>
    public static TimeSpan? MaxAgeOf(HttpResponseMessage response)
    {
        if (response.Headers.CacheControl is not { } control)
            return null;
        if (control.NoStore || control.NoCache)
            return TimeSpan.Zero;
        return control.MaxAge is not { } most ? null : most > (response.Headers.Age ?? TimeSpan.Zero) ? most - (response.Headers.Age ?? TimeSpan.Zero) : TimeSpan.Zero;
    }

    public static void Ask(HttpRequestMessage request, string? wanted)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(wanted ?? Json));
        if (wanted is null)
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/jwk-set+json"));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    private static bool IsJson(string media) =>
        media.Equals(Json, StringComparison.OrdinalIgnoreCase)
        || (media.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static OutboundException TooLarge(int mostBytes) => new(OutboundFailure.TooLarge, $"The answer is larger than {mostBytes} bytes.");
}
