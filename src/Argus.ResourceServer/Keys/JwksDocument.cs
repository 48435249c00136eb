using Argus.Jose;

namespace Argus.ResourceServer.Keys;

/// <summary>An issuer's key set as it is published: found by its metadata (RFC 8414 §3.3), fetched again only when it has changed. For one caller at a time.</summary>
internal sealed class JwksDocument(string issuer, DocumentFetcher fetcher, TimeProvider clock)
{
    private static readonly string[] KeySetTypes = ["application/json", "application/jwk-set+json"];

    // Where keys are published hardly ever changes, and a failure has it looked up at once.
    private static readonly TimeSpan LocationGoodFor = TimeSpan.FromHours(1);

    private Uri? _location;
    private long _locatedAt;
    private string? _entityTag;

    /// <summary>
    /// <see cref="FetchOutcome.Sent"/> with keys, at least one; <see cref="FetchOutcome.Unchanged"/>; or failed.
    /// </summary>
    public async Task<(Fetched Document, IReadOnlyList<RsaPublicJwk> Keys)> GetAsync(CancellationToken stop)
    {
        var (document, keys) = await GetKeysAsync(stop).ConfigureAwait(false);
        if (document.Outcome == FetchOutcome.Failed) (_location, _entityTag) = (null, null);
        else _entityTag = document.EntityTag;
        return (document, keys);
    }

    private async Task<(Fetched, IReadOnlyList<RsaPublicJwk>)> GetKeysAsync(CancellationToken stop)
    {
        if (_location is null || clock.GetElapsedTime(_locatedAt) > LocationGoodFor)
        {
            var metadata = await fetcher.GetAsync(IssuerAddress.Metadata(issuer), IssuerMetadata.MediaTypes, entityTag: null, stop).ConfigureAwait(false);
            if (metadata.Outcome != FetchOutcome.Sent) return (metadata, []);
            var location = IssuerMetadata.LocationIn(metadata.Bytes, issuer, "jwks_uri"u8);
            if (location is null) return (Fetched.Failed("bad_metadata"), []);
            if (location != _location) _entityTag = null;
            (_location, _locatedAt) = (location, clock.GetTimestamp());
        }

        var document = await fetcher.GetAsync(_location, KeySetTypes, _entityTag, stop).ConfigureAwait(false);
        if (document.Outcome != FetchOutcome.Sent) return (document, []);
        if (!JwkSet.TryParse(document.Bytes.Span, out var keys, out _)) return (Fetched.Failed("bad_key_set"), []);
        return keys.Count == 0 ? (Fetched.Failed("empty_key_set"), []) : (document, keys);
    }
}
