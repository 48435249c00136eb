using System.Net.Http.Headers;
using System.Text;
using Argus.Cli.Connecting;

namespace Argus.Cli.Attacks;

/// <summary>HTTP with the target, where every URL goes out as it is spelled: nothing is folded, nothing decoded.</summary>
internal sealed class Wire(NodeHttp http, CancellationToken cancellation)
{
    private const string FormType = "application/x-www-form-urlencoded";

    private static readonly UriCreationOptions AsSpelled = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public Task<Answer> GetAsync(string url, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, url, null, headers);

    /// <summary>Posts a form, as a client.</summary>
    public Task<Answer> PostAsync(string url, Caller? caller, (string Name, string Value)[] parameters, params (string Name, string Value)[] headers) => SendAsync(
        HttpMethod.Post,
        url,
        new StringContent(Encode([.. caller?.Parameters ?? [], .. parameters]), Encoding.ASCII, new MediaTypeHeaderValue(FormType)),
        caller?.Authorization is { } authorization ? [("Authorization", authorization), .. headers] : headers);

    public async Task<Answer> SendAsync(HttpMethod method, string url, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(url, AsSpelled)) { Content = body };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                throw new ArgumentException($"{name} is no header of a request.", nameof(headers));
        }

        return await http.SendAsync(request, isReport: false, cancellation).ConfigureAwait(false);
    }

    public static string Encode(params (string Name, string Value)[] parameters) =>
        string.Join('&', parameters.Select(parameter => $"{Uri.EscapeDataString(parameter.Name)}={Uri.EscapeDataString(parameter.Value)}"));
}
