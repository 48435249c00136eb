using System.Collections.Concurrent;
using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.QuickStart;

namespace Argus.IntegrationTests.Concurrency;

/// <summary>Server processes of one deployment: one database, one key file, one public URL.</summary>
internal sealed class ManyServers(string connectionString, string provisioning) : IAsyncDisposable
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    private readonly string _directory = ScratchDirectory.Create("argus-many-");
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly ConcurrentDictionary<Uri, ServerProcess> _running = new();
    private readonly ConcurrentBag<ServerProcess> _all = [];

    public Uri[] Running => [.. _running.Keys];

    public async Task StartAsync()
    {
        var path = Path.Combine(_directory, "provisioning.json");
        await File.WriteAllTextAsync(path, provisioning);
        var url = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var server = ServerProcess.Launch(
            _directory, null, null,
            "--urls", url.ToString(), "--Argus:PublicUrl", "http://localhost:5080", "--Argus:DataDirectory", Path.Combine(_directory, "data"),
            "--ConnectionStrings:Argus", connectionString, "--Argus:Provisioning", path, "--Argus:AppendTimeout", "30");
        _all.Add(server);
        await server.PrintsAsync("Get one and introspect it");
        _running[url] = server;
    }

    /// <summary>SIGKILL. Nobody is sent there any more, but who is there already fails.</summary>
    public async Task KillAsync(Uri url)
    {
        Assert.True(_running.TryRemove(url, out var server));
        await server!.KillAsync();
    }

    /// <summary>What the servers said that is worse than a warning.</summary>
    public string Complaints => string.Join('\n', _all.SelectMany(server => server.Output.Split('\n')).Where(line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal)));

    /// <summary>Gets a token at one server, and verifies it by the keys that another shows.</summary>
    /// <returns>What is wrong; null if all is well, or if a server was killed under the request.</returns>
    public async Task<string?> UseAsync(string tenant, Uri issuer, Uri shower)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(issuer, $"/t/{tenant}/oauth/token"));
            request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
            request.Headers.Authorization = Known.Billing.Basic;
            using var answer = await _http.SendAsync(request, LogCheck.Cancellation);
            var text = await answer.Content.ReadAsStringAsync(LogCheck.Cancellation);
            if (!answer.IsSuccessStatusCode)
                return $"{tenant} at {issuer}: {(int)answer.StatusCode} {text}";
            var token = JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!;
            return await VerifyAsync(tenant, token, shower) is { } fault ? $"{fault}, which {issuer} signed with" : null;
        }
        catch (HttpRequestException e)
        {
            return _running.ContainsKey(issuer) && _running.ContainsKey(shower) ? $"{tenant}: {e.Message}" : null;
        }
    }

    // A key is announced for two seconds only. A server that a busy machine keeps from its feed for as long shows it later, but it does.
    private async Task<string?> VerifyAsync(string tenant, string token, Uri shower)
    {
        for (var since = TimeProvider.System.GetTimestamp(); ; await Task.Delay(50, CancellationToken.None))
        {
            var jwks = await _http.GetStringAsync(new Uri(shower, $"/t/{tenant}/.well-known/jwks.json"), LogCheck.Cancellation);
            var keys = JsonDocument.Parse(jwks).RootElement.GetProperty("keys").EnumerateArray();
            var key = keys.FirstOrDefault(key => key.GetProperty("kid").GetString() == LogReading.KidOf(token));
            if (key.ValueKind != JsonValueKind.Undefined)
                return new Compact(token).VerifiesWith(key) ? null : $"{tenant}: a signature that is wrong by {LogReading.KidOf(token)}";
            if (TimeProvider.System.GetElapsedTime(since) > Late)
                return $"{tenant}: {shower} shows {jwks} and not {LogReading.KidOf(token)}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _all)
            await server.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
