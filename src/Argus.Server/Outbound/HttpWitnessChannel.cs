using System.Net.Http.Headers;
using Argus.Authority.Checkpoints;

namespace Argus.Server.Outbound;

/// <summary>Speaks C2SP tlog-witness over HTTP.</summary>
internal sealed class HttpWitnessChannel(OutboundHttp http) : IWitnessChannel
{
    private const string Path = "/add-checkpoint";
    private const int MostBytes = 16 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<WitnessAnswer> AddCheckpointAsync(Uri witness, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(witness.AbsoluteUri.TrimEnd('/') + Path)) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
        var (status, answer) = await http.AskAsync(request, MostBytes, Patience, cancellation).ConfigureAwait(false);
        return new WitnessAnswer((int)status, answer);
    }
}
