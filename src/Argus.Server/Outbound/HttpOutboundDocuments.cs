using Argus.Authority.Outbound;

namespace Argus.Server.Outbound;

/// <summary>Gets documents over HTTP.</summary>
internal sealed class HttpOutboundDocuments(OutboundHttp http) : IOutboundDocuments
{
    public async Task<OutboundDocument> GetAsync(Uri uri, OutboundLimits? limits, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        return await http.ReadAsync(request, limits ?? OutboundLimits.Usual, cancellation).ConfigureAwait(false);
    }
}
