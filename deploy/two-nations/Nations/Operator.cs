using System.Text;
using System.Text.Json;

namespace Argus.TwoNations.Nations;

/// <summary>Who operates a nation's deployment, by its Admin API. Even the operator has a key, and no secret.</summary>
internal sealed class Operator(HttpClient http, string tenant)
{
    public const string ClientId = "operator";

    /// <param name="path">Below the tenant.</param>
    public Task<JsonElement> GetAsync(string path, CancellationToken stop) => SendAsync(HttpMethod.Get, path, null, stop);

    /// <param name="path">Below the tenant; empty for itself.</param>
    /// <param name="json">What it is to be.</param>
    public Task<JsonElement> PutAsync(string path, string json, CancellationToken stop) => SendAsync(HttpMethod.Put, path, json, stop);

    /// <param name="path">Below the tenant.</param>
    /// <param name="json">The body; null for none.</param>
    public Task<JsonElement> PostAsync(string path, string? json, CancellationToken stop) => SendAsync(HttpMethod.Post, path, json, stop);

    /// <summary>The tenant's log up to now, in its order.</summary>
    public async Task<IReadOnlyList<JsonElement>> LogAsync(CancellationToken stop)
    {
        var entries = new List<JsonElement>();
        string? after = null;
        do
        {
            var page = await GetAsync($"events?limit=1000{(after is null ? "" : $"&after={after}")}", stop);
            entries.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (after is not null);

        return entries;
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string? json, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, $"/admin/v1/tenants/{tenant}/{path}".TrimEnd('/'));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, stop);
        var reply = await Reply.ReadAsync(response, stop);
        return reply.IsGood ? reply.Body : throw new Surprise($"the operator of {tenant} is refused {method} {path}: {reply}");
    }
}
