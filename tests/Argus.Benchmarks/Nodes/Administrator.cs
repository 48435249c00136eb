using System.Text.Json;
using Argus.Benchmarks.Load;
using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Nodes;

/// <summary>Who calls a node's Admin API.</summary>
internal sealed class Administrator(Stage stage, Site site)
{
    /// <summary>An access token for the Admin API.</summary>
    public async Task<string> TokenAsync(string scope)
    {
        var body = $"grant_type=client_credentials&scope={scope}&resource={Uri.EscapeDataString(site.Url + "/admin")}";
        using var request = PreparedPost.Create("/t/system/oauth/token", site.Administrator.Id, site.Administrator.Secret, body).ToRequest(site.Url);
        using var answer = await stage.Http.SendAsync(request, stage.Stop);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(stage.Stop));
        return answer.IsSuccessStatusCode
            ? json.RootElement.GetProperty("access_token").GetString()!
            : throw new FailedRunException($"{request.RequestUri}: {(int)answer.StatusCode} {json.RootElement.GetRawText()}");
    }
}
