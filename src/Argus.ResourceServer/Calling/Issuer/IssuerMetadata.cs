using System.Net;
using System.Text.Json;
using Argus.ResourceServer.Calling.Cache;
using Argus.ResourceServer.Keys;

namespace Argus.ResourceServer.Calling.Issuer;

/// <summary>Where the issuer's token endpoint is, by its metadata (RFC 8414): asked for once, and again after an hour. While that fails, what was known counts.</summary>
internal sealed class IssuerMetadata(ArgusClientOptions options, IssuerHttp http)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan BetweenFailures = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1);
    private volatile Known? _known;

    /// <exception cref="IssuerException">The metadata is not this issuer's, or nothing that could be used.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public async ValueTask<Uri> TokenEndpointAsync(CancellationToken cancellation)
    {
        if (_known is { } known && known.Since.Elapsed(http.Clock) < known.Lasts)
            return known.TokenEndpoint;

        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_known is not { } old || old.Since.Elapsed(http.Clock) >= old.Lasts)
                _known = await AskAsync(_known, cancellation).ConfigureAwait(false);
            return _known.TokenEndpoint;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<Known> AskAsync(Known? old, CancellationToken cancellation)
    {
        try
        {
            return new Known(await FetchAsync(cancellation).ConfigureAwait(false), ClockMark.Now(http.Clock), Fresh);
        }
        catch (Exception e) when (old is not null && e is IssuerException or HttpRequestException)
        {
            return new Known(old.TokenEndpoint, ClockMark.Now(http.Clock), BetweenFailures);
        }
    }

    private async Task<Uri> FetchAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, IssuerAddress.Metadata(options.Issuer));
        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new IssuerException($"The issuer's metadata was answered with status {(int)response.StatusCode}.", (int)response.StatusCode);
        using var document = await IssuerJson.ReadAsync(response, cancellation).ConfigureAwait(false);
        return Read(document.RootElement);
    }

    private Uri Read(JsonElement metadata)
    {
        if (IssuerJson.Text(metadata, "issuer") != options.Issuer)
            throw new IssuerException("The metadata is another issuer's.");

        // RFC 8705 §5: where certificates are asked for.
        var text = options.Certificate is not null && metadata.TryGetProperty("mtls_endpoint_aliases", out var aliases) && aliases.ValueKind == JsonValueKind.Object
            ? IssuerJson.Text(aliases, "token_endpoint")
            : null;
        text ??= IssuerJson.Text(metadata, "token_endpoint");
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && IssuerAddress.MayName(options.Issuer, uri)
            ? uri
            : throw new IssuerException("The metadata has no token endpoint that may be used.");
    }

    private sealed record Known(Uri TokenEndpoint, ClockMark Since, TimeSpan Lasts);
}
