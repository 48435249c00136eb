using System.Net.Http.Headers;
using System.Net.Http.Json;
using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Nodes;

/// <summary>An administrator who has a tenant's next key take over at once, again and again.</summary>
internal sealed class KeyRotation(Stage stage, Site site)
{
    /// <summary>Long enough for the load to be in full swing, and for what follows a rotation to end within a sample.</summary>
    private static readonly TimeSpan IntoTheSample = TimeSpan.FromSeconds(1);

    /// <summary>One rotation of the first tenant's keys during a sample.</summary>
    public async Task RotateOnceAsync()
    {
        await Task.Delay(IntoTheSample, stage.Stop);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{site.Url}/admin/v1/tenants/{site.FirstTenant.Id}/keys/rotate");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await new Administrator(stage, site).TokenAsync("argus.operate"));
        request.Content = JsonContent.Create(new { force = true });
        using var answer = await stage.Http.SendAsync(request, stage.Stop);
        if (!answer.IsSuccessStatusCode)
            throw new FailedRunException($"{request.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(stage.Stop)}");
    }
}
