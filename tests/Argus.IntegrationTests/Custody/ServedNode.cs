using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.QuickStart;

namespace Argus.IntegrationTests.Custody;

/// <summary>A node of a <see cref="Deployment"/> as its clients and its operator see it.</summary>
internal sealed class ServedNode(ServerProcess server, Uri url) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { BaseAddress = url, Timeout = Patience };

    internal string Output => server.Output;

    internal bool HasEnded => server.HasExited;

    internal Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, null);

    internal Task<Reply> JwksAsync(string tenant) => GetAsync($"{tenant}/.well-known/jwks.json");

    internal Task<Reply> TokenAsync(string tenant) =>
        PostAsync($"{tenant}/oauth/token", "grant_type=client_credentials", Known.Billing);

    internal Task<Reply> IntrospectAsync(string tenant, string token) => PostAsync($"{tenant}/oauth/introspect", $"token={token}", Known.OrdersApi);

    internal async Task<Operator> LogInAsync() =>
        new(this, (await PostAsync("/t/system/oauth/token", "grant_type=client_credentials&scope=argus.admin", Deployment.Admin)).AccessToken);

    /// <summary>The kid under which a tenant signs now.</summary>
    internal async Task<string> SigningKidAsync(string tenant) => KidOf((await TokenAsync(tenant)).AccessToken);

    internal Task IsReadyAsync() => Eventually.Holds("the node is ready", Patience, async () => (await GetAsync("/health/ready")).Status == 200);

    /// <summary>SIGTERM, and waits until it has ended in order.</summary>
    internal async Task StopAsync()
    {
        await server.TerminateAsync();
        Assert.Equal(0, await server.EndsAsync(Patience));
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return server.DisposeAsync();
    }

    internal static string KidOf(string token) => new Compact(token).Header.GetProperty("kid").GetString()!;

    private Task<Reply> PostAsync(string path, string form, Client client) =>
        SendAsync(HttpMethod.Post, path, client.Basic, new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"));

    private async Task<Reply> SendAsync(HttpMethod method, string path, AuthenticationHeaderValue? authorization, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = authorization;
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Reply(response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Who holds a token for the Admin API.</summary>
    internal sealed class Operator(ServedNode node, string token)
    {
        internal Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

        internal Task<Reply> PostAsync(string path, object body) =>
            SendAsync(HttpMethod.Post, path, new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"));

        internal async Task RotateAsync(string tenant, bool force = false)
        {
            Reply reply = null!;
            await Eventually.Holds("it is another second than that of the last rotation", Patience, async () =>
                !(reply = await PostAsync($"tenants/{tenant}/keys/rotate", new { force })).Text.Contains("rotated_just_now", StringComparison.Ordinal));
            Assert.True(reply.Status == 202, reply.ToString());
        }

        /// <summary>The key in a tenant's ring.</summary>
        internal async Task<JsonElement> KeyAsync(string tenant, string kid) =>
            (await KeysAsync(tenant)).Single(key => key.GetProperty("kid").GetString() == kid);

        internal async Task<JsonElement[]> KeysAsync(string tenant) => [.. (await GetAsync($"tenants/{tenant}/keys")).Json.GetProperty("items").EnumerateArray()];

        private Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content) =>
            node.SendAsync(method, $"/admin/v1/{path}", new AuthenticationHeaderValue("Bearer", token), content);
    }
}
