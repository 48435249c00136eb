using Argus.Jose;

namespace Argus.Authority.Outbound;

/// <summary>
/// Keys that outside providers publish (RFC 7517 §5). Fetched when needed and kept by URL for the time the answer
/// gives, 30 s to one day, 5 min where it gives none. A key that is not among those kept has them fetched again, at most once in 30 s; a failure is not repeated for
/// 5 s, and the keys known before it serve for one day beyond their time. A document without a usable key, or with a private one, is a failure.
/// </summary>
public sealed class RemoteKeys(IOutboundDocuments documents, TimeProvider clock)
{
    private readonly RemoteValues<IReadOnlyList<RsaPublicJwk>> _sets = new(clock);

    /// <summary>The keys that are good enough: RSA from 2048 bits on. Never an empty list.</summary>
    /// <param name="jwksUri">Where they are published.</param>
    /// <param name="again">Whether a token named one that was not in the list before: then they are fetched again, if that is not too often.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OutboundException">They cannot be had.</exception>
    public Task<IReadOnlyList<RsaPublicJwk>> ListAsync(Uri jwksUri, bool again = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(jwksUri);
        // Never the caller's token: others wait for the same answer.
        return _sets.GetAsync(jwksUri.AbsoluteUri, () => FetchAsync(jwksUri), again, cancellation);
    }

    /// <summary>The key of this <c>kid</c>; null if it is not published.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public async Task<RsaPublicJwk?> FindAsync(Uri jwksUri, string kid, CancellationToken cancellation = default) =>
        Find(await ListAsync(jwksUri, again: false, cancellation).ConfigureAwait(false), kid) ?? Find(await ListAsync(jwksUri, again: true, cancellation).ConfigureAwait(false), kid);

    private async Task<(IReadOnlyList<RsaPublicJwk>, TimeSpan?)> FetchAsync(Uri jwksUri)
    {
        var document = await documents.GetAsync(jwksUri).ConfigureAwait(false);
        if (!JwkSet.TryParse(document.Body.Span, out var keys, out var fault))
            throw new OutboundException(OutboundFailure.WrongType, $"The keys cannot be read: {fault}.");
        return keys.Count > 0 ? (keys, document.MaxAge) : throw new OutboundException(OutboundFailure.WrongType, "There is no RSA key of 2048 bits or more for RS256 among the keys.");
    }

    private static RsaPublicJwk? Find(IReadOnlyList<RsaPublicJwk> keys, string kid) => keys.FirstOrDefault(key => key.Kid == kid);
}
