using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Argus.Cli.Connecting;

/// <summary>The Admin API, as the configured client of tenant <c>system</c>. One access token lasts for the command.</summary>
internal sealed class AdminClient(NodeHttp http, Uri url, string token)
{
    public static async Task<AdminClient> ConnectAsync(NodeHttp http, Target target, CancellationToken cancellation)
    {
        var secret = ClientSecret.Find(target);
        var issuer = await Issuer.DiscoverAsync(http, target.Url, Target.SystemTenant, cancellation).ConfigureAwait(false);
        var resource = $"{target.Url.GetLeftPart(UriPartial.Authority)}/admin";
        var answer = await new OAuthClient(http, issuer, target.ClientId, secret).TokenAsync(null, resource, cancellation).ConfigureAwait(false);
        var token = answer.Json().Text("access_token") ?? throw CommandFailure.Unreachable($"{issuer.Token} answered without a token.");
        return new AdminClient(http, target.Url, token);
    }

    public Task<Answer> GetAsync(string path, CancellationToken cancellation, bool isReport = false) => SendAsync(HttpMethod.Get, path, null, isReport, cancellation);

    /// <param name="body">A JSON object; null for none.</param>
    public Task<Answer> PostAsync(string path, object? body, CancellationToken cancellation, bool isReport = false) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), isReport, cancellation);

    public Task<Answer> PutAsync(string path, HttpContent body, CancellationToken cancellation) => SendAsync(HttpMethod.Put, path, body, false, cancellation);

    public Task<Answer> DeleteAsync(string path, CancellationToken cancellation) => SendAsync(HttpMethod.Delete, path, null, false, cancellation);

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? body, bool isReport, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(url, $"/admin/v1{path}")) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request, isReport, cancellation).ConfigureAwait(false);
    }
}
