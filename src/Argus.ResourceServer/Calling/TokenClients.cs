using System.Collections.Concurrent;
using Argus.ResourceServer.Calling.Issuer;
using Microsoft.Extensions.Options;

namespace Argus.ResourceServer.Calling;

/// <summary>The token clients of this process, by name.</summary>
internal sealed class TokenClients(IOptionsMonitor<ArgusClientOptions> options, IHttpClientFactory http, TokenClientMetrics metrics, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<TokenClient>> _clients = new();

    public TokenClient Named(string name) => _clients.GetOrAdd(name, New).Value;

    public void Dispose()
    {
        foreach (var client in _clients.Values.Where(client => client.IsValueCreated))
            client.Value.Dispose();
    }

    private Lazy<TokenClient> New(string name) => new(() => new TokenClient(options.Get(name), new IssuerHttp(http, IssuerHttp.Name(name), clock), metrics));
}
