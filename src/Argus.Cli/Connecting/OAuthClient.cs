using System.Net.Http.Headers;
using System.Text;

namespace Argus.Cli.Connecting;

/// <summary>The configured client at an issuer: gets tokens for itself, and gives them back.</summary>
internal sealed class OAuthClient(NodeHttp http, Issuer issuer, string clientId, string secret)
{
    /// <summary>RFC 6749 §4.4.</summary>
    /// <returns>The whole answer, which is a success.</returns>
    public Task<Answer> TokenAsync(string? scope, string? resource, CancellationToken cancellation)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        if (scope is not null)
            form["scope"] = scope;
        if (resource is not null)
            form["resource"] = resource;
        return PostAsync(issuer.Token, form, cancellation);
    }

    /// <summary>RFC 7009. Succeeds also for a token that was never good.</summary>
    public Task<Answer> RevokeAsync(string token, CancellationToken cancellation) =>
        PostAsync(issuer.Revocation, new Dictionary<string, string> { ["token"] = token }, cancellation);

    private async Task<Answer> PostAsync(Uri endpoint, Dictionary<string, string> form, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Encoded(clientId)}:{Encoded(secret)}")));
        var answer = await http.SendAsync(request, isReport: false, cancellation).ConfigureAwait(false);
        return answer.IsSuccess ? answer : throw answer.Failure();
    }

    /// <summary>RFC 6749 §2.3.1: form-encoded before it goes into the header.</summary>
    private static string Encoded(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
