using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Argus.Authority.Grains;
using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Server.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argus.IntegrationTests.Http.Driving;

/// <summary>A whole node in this process, on a port of its own, and an HTTP client for it.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly string? _ownDirectory;
    private readonly ConcurrentBag<string> _tokens = [];

    private TestNode(Node node, Uri url, string? ownDirectory, IPAddress? from)
    {
        Node = node;
        Url = url;
        _ownDirectory = ownDirectory;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        if (from is not null)
            handler.ConnectCallback = (connection, cancellation) => ConnectAsync(from, connection.DnsEndPoint.Port, cancellation);
        _http = new HttpClient(handler)
        {
            BaseAddress = url,
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    public Node Node { get; }

    /// <summary>Where it listens; its public URL, if no other was given.</summary>
    public Uri Url { get; }

    public string Issuer(string tenantPath) => Url.GetLeftPart(UriPartial.Authority) + tenantPath;

    public CapturedLog Log { get; } = new();

    public IEventLog Events => Service<IEventLog>();

    /// <summary>Every access token that it gave out here.</summary>
    public IReadOnlyCollection<string> Tokens => _tokens;

    public static async Task<TestNode> StartAsync(NodeSettings settings)
    {
        var url = settings.Url ?? new Uri($"http://127.0.0.1:{Ports.Free()}");
        var directory = settings.Directory ?? ScratchDirectory.Create("argus-node-");
        var node = await Node.StartAsync(await settings.ArgumentsAsync(url, directory), TextWriter.Null, settings.Clock);
        var test = new TestNode(node, url, settings.Directory is null ? directory : null, settings.From);
        test.Service<ILoggerFactory>().AddProvider(test.Log);
        if (settings.UserAgent is { } agent)
            test._http.DefaultRequestHeaders.Add("User-Agent", agent);
        return test;
    }

    public T Service<T>()
        where T : notnull => Node.App.Services.GetRequiredService<T>();

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var reply = new Reply(response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        if (reply.Status == 200 && reply.Text.StartsWith("{\"access_token\"", StringComparison.Ordinal))
            _tokens.Add(reply.AccessToken);
        return reply;
    }

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, headers);

    public async Task<Reply> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await SendAsync(request);
    }

    /// <summary>Posts a form as it stands.</summary>
    public async Task<Reply> PostAsync(string path, string form, AuthenticationHeaderValue? authorization = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(form));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        request.Headers.Authorization = authorization;
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await SendAsync(request);
    }

    public Task<Reply> TokenAsync(string tenant, Client client, string more = "", params (string Name, string Value)[] headers) =>
        PostAsync($"{tenant}/oauth/token", $"grant_type=client_credentials{more}", client.Basic, headers);

    public Task<Reply> IntrospectAsync(string tenant, Client client, string token, params (string Name, string Value)[] headers) =>
        PostAsync($"{tenant}/oauth/introspect", $"token={token}", client.Basic, headers);

    public Task<Reply> RevokeAsync(string tenant, Client client, string token, params (string Name, string Value)[] headers) =>
        PostAsync($"{tenant}/oauth/revoke", $"token={token}", client.Basic, headers);

    /// <summary>Sends JSON, or what is to be taken for it.</summary>
    public async Task<Reply> PostJsonAsync(string path, string? json, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
            Assert.True(request.Content.Headers.TryAddWithoutValidation("Content-Type", type));
        }

        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await SendAsync(request);
    }

    /// <summary>Runs a command on an aggregate, as an administrator will, and waits until the node has seen it.</summary>
    public async Task CommandAsync<TState, TEvent>(Func<Aggregates, AggregateHost<TState, TEvent>> aggregate, string tenant, string stream, Func<TState, Decision<TEvent>> decide)
        where TEvent : IDomainEvent
    {
        Assert.True(TenantId.TryParse(tenant, out var id));
        var outcome = await aggregate(Service<Aggregates>()).ExecuteAsync(id, stream, decide, new Origin("test", "test"), CancellationToken.None);
        await Service<Argus.Authority.Views.FeedFollower>().ReachAsync(outcome.Appended!.Feed!.Value, TimeSpan.FromSeconds(60));
    }

    private static async ValueTask<Stream> ConnectAsync(IPAddress from, int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Node.DisposeAsync();
        if (_ownDirectory is not null)
            Directory.Delete(_ownDirectory, recursive: true);
    }
}
