using System.Collections.Concurrent;
using System.Text;
using Argus.Authority.Outbound;

namespace Argus.Specs.Authority;

/// <summary>What there is to be read elsewhere, as the spec has it.</summary>
internal sealed class SpecDocuments : IOutboundDocuments
{
    private readonly ConcurrentDictionary<string, Func<Task<OutboundDocument>>> _places = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _asked = new();

    public int Asked(string uri) => _asked.Count(asked => asked == uri);

    public void Put(string uri, string json, TimeSpan? maxAge = null) => Put(uri, () => Task.FromResult(new OutboundDocument(Encoding.UTF8.GetBytes(json), "application/json", maxAge, null)));

    public void Put(string uri, OutboundFailure failure) => Put(uri, () => Task.FromException<OutboundDocument>(new OutboundException(failure, "The spec has it so.")));

    public void Put(string uri, Func<Task<OutboundDocument>> answer) => _places[uri] = answer;

    public Task<OutboundDocument> GetAsync(Uri uri, OutboundLimits? limits = null, CancellationToken cancellation = default)
    {
        _asked.Enqueue(uri.AbsoluteUri);
        return _places.TryGetValue(uri.AbsoluteUri, out var answer) ? answer() : throw new OutboundException(OutboundFailure.Unreachable, "Nobody is there.");
    }
}
