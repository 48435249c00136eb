namespace Argus.Authority.Outbound;

/// <summary>
/// Gets documents from addresses that a tenant, a client or a peer named, and that nobody has to trust: over https (http to this machine where the deployment
/// allows it), never inside the network, without redirects, cookies or a proxy, within bounds on size and time.
/// </summary>
public interface IOutboundDocuments
{
    /// <param name="uri">Where. Nothing is sent there but the request for the document.</param>
    /// <param name="limits">Null for <see cref="OutboundLimits.Usual"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OutboundException">There is no answer of status 200 and of the wanted type within the bounds, or it must not be asked for.</exception>
    Task<OutboundDocument> GetAsync(Uri uri, OutboundLimits? limits = null, CancellationToken cancellation = default);
}

/// <summary>What was answered.</summary>
/// <param name="Body">The bytes as they came. That they are JSON is said by the type only: read them strictly.</param>
/// <param name="ContentType">The media type without its parameters; the charset, if one was given, was UTF-8.</param>
/// <param name="MaxAge">How long it may be kept from now on (RFC 9111 §4.2); zero if not at all; null if the answer does not say.</param>
/// <param name="ETag">As it came, quotes included (RFC 9110 §8.8.3); null if there is none.</param>
public sealed record OutboundDocument(ReadOnlyMemory<byte> Body, string? ContentType, TimeSpan? MaxAge, string? ETag);

/// <summary>How much is waited for and taken.</summary>
public sealed record OutboundLimits
{
    public static OutboundLimits Usual { get; } = new();

    /// <summary>Bytes of the body.</summary>
    public int MostBytes { get; init; } = 64 * 1024;

    /// <summary>From the look-up of the name to the last byte of the body.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The one media type that is taken, such as <c>application/jwt</c>; null for JSON: <c>application/json</c> and <c>application/*+json</c>.</summary>
    public string? MediaType { get; init; }
}
