using System.Globalization;
using Argus.Jose;
using Argus.ResourceServer.Keys;

namespace Argus.ResourceServer.Revocation;

/// <summary>Fetches documents of an issuer's feed, from where its metadata say (<c>revocation_feed_endpoint</c>). For one caller at a time.</summary>
internal sealed class FeedClient(string issuer, DocumentFetcher fetcher)
{
    private static readonly string[] MediaTypes = ["application/" + TokenType.Revocations];

    /// <summary>Beside the time for which the issuer holds the answer back.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    private Uri? _location;

    /// <param name="after">The epoch that is known; null for a snapshot.</param>
    /// <param name="wait">Seconds for which the issuer may hold the answer back.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<Fetched> GetAsync(long? after, int wait, CancellationToken stop)
    {
        if (_location is null)
        {
            var metadata = await fetcher.GetAsync(IssuerAddress.Metadata(issuer), IssuerMetadata.MediaTypes, entityTag: null, stop).ConfigureAwait(false);
            if (metadata.Outcome != FetchOutcome.Sent) return metadata;
            _location = IssuerMetadata.LocationIn(metadata.Bytes, issuer, "revocation_feed_endpoint"u8);
            if (_location is null) return Fetched.Failed("no_feed");
        }

        var limits = new FetchLimits(FeedReader.MaxLength, TimeLimit + TimeSpan.FromSeconds(wait));
        var document = await fetcher.GetAsync(AddressOf(_location, after, wait), MediaTypes, entityTag: null, stop, limits).ConfigureAwait(false);

        // It may have moved.
        if (document.Outcome != FetchOutcome.Sent) _location = null;
        return document;
    }

    private static Uri AddressOf(Uri location, long? after, int wait)
    {
        if (after is not { } epoch) return location;
        var separator = location.Query.Length == 0 ? '?' : '&';
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"{location.AbsoluteUri}{separator}after={epoch}&wait={wait}"));
    }
}
