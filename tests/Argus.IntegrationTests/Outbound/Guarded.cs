using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Argus.Authority.Outbound;
using Argus.Server.Outbound;

namespace Argus.IntegrationTests.Outbound;

/// <summary>The guarded client, with names that lead where a test wants.</summary>
internal sealed class Guarded : IDisposable
{
    private readonly OutboundHttp _http;
    private readonly HttpOutboundDocuments _documents;

    public Guarded(bool isLoopbackAllowed = true, string[]? networks = null, X509Certificate2Collection? roots = null)
    {
        var addresses = new OutboundAddresses(isLoopbackAllowed, [.. (networks ?? []).Select(IPNetwork.Parse)]);
        _http = new OutboundHttp(new GuardedConnections(addresses, ResolveAsync, roots));
        _documents = new HttpOutboundDocuments(_http);
    }

    /// <summary>Where each name leads, at each look-up: the last stands for all later ones.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<string[]>> Names { get; } = new();

    /// <summary>The names that were looked up.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public Guarded With(string name, params string[] addresses)
    {
        Names.GetOrAdd(name, _ => new()).Enqueue(addresses);
        return this;
    }

    public Task<OutboundDocument> GetAsync(Uri uri, OutboundLimits? limits = null) => _documents.GetAsync(uri, limits, TestContext.Current.CancellationToken);

    public async Task<OutboundException> FailsAsync(Uri uri, OutboundFailure failure, OutboundLimits? limits = null)
    {
        var exception = await Assert.ThrowsAsync<OutboundException>(() => GetAsync(uri, limits));
        Assert.Equal(failure, exception.Failure);
        Assert.Null(exception.InnerException);
        return exception;
    }

    public void Dispose() => _http.Dispose();

    private Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation)
    {
        Asked.Enqueue(host);
        if (!Names.TryGetValue(host, out var answers) || !answers.TryPeek(out var addresses))
            throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound);
        if (answers.Count > 1)
            answers.TryDequeue(out _);
        return Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)]);
    }
}
