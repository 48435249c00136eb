using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;

namespace Argus.Benchmarks.Families;

/// <summary>The client of a tenant's user, at the token endpoint.</summary>
internal sealed class TokenClient(Site site) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 512 });
    private readonly ProvisionedUser user = site.FirstTenant.User!;
    private readonly string issuer = site.Url + site.FirstTenant.Path;

    /// <summary>As many families as wanted, each with its first refresh token, and all by one sign-in.</summary>
    public async Task<Grant[]> OpenFamiliesAsync(int families, CancellationToken stop)
    {
        using var browser = await SignedInBrowser.SignInAsync(site, stop);
        var opened = new Grant[families];
        await Parallel.ForAsync(0, families, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = stop }, async (number, cancelled) =>
        {
            var (code, verifier) = await browser.AuthorizeAsync(user.Client, cancelled);
            opened[number] = await PostAsync(
                $"grant_type=authorization_code&code={code}&code_verifier={verifier}&redirect_uri={Uri.EscapeDataString(ProvisionedUser.RedirectUri)}", cancelled)
                ?? throw new FailedRunException("a code was refused");
        });
        return opened;
    }

    /// <returns>Null when the token is refused.</returns>
    public Task<Grant?> RefreshAsync(string refreshToken, CancellationToken stop) => PostAsync($"grant_type=refresh_token&refresh_token={refreshToken}", stop);

    public async Task<bool> IsActiveAsync(string accessToken, CancellationToken stop)
    {
        using var answer = await SendAsync("/oauth/introspect", $"token={accessToken}", site.FirstTenant.Introspector, stop);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(stop));
        return json.RootElement.GetProperty("active").GetBoolean();
    }

    public void Dispose() => http.Dispose();

    private async Task<Grant?> PostAsync(string form, CancellationToken stop)
    {
        using var answer = await SendAsync("/oauth/token", form, user.Client, stop);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(stop));
        if (answer.StatusCode == HttpStatusCode.BadRequest && json.RootElement.GetProperty("error").GetString() == "invalid_grant")
            return null;
        if (!answer.IsSuccessStatusCode)
            throw new FailedRunException($"{answer.StatusCode}: {json.RootElement}");
        return new Grant(json.RootElement.GetProperty("access_token").GetString()!, json.RootElement.GetProperty("refresh_token").GetString()!);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string form, ProvisionedClient client, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, issuer + path)
        {
            Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client.Id}:{client.Secret}")));
        return await http.SendAsync(request, stop);
    }
}

/// <summary>What a client got.</summary>
internal sealed record Grant(string AccessToken, string RefreshToken);
