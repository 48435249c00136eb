using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Argus.Authority.Keys;

namespace Argus.Custody;

/// <summary>JSON over HTTP to a custody provider. What went wrong is told by the status alone: bodies may hold what no log may.</summary>
/// <param name="provider">Its name, for the messages.</param>
internal sealed class ProviderApi(string provider)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _client = BoundedAnswers.NewClient();

    public static HttpContent Body(params ReadOnlySpan<(string Name, string Value)> members)
    {
        var body = new Dictionary<string, string>();
        foreach (var (name, value) in members)
            body.Add(name, value);
        return new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = Json } };
    }

    /// <exception cref="CustodyException">The status is not 200, or the body is not JSON.</exception>
    public async Task<ProviderAnswer> SendAsync(HttpRequestMessage request, string operation, CancellationToken cancellation)
    {
        using var response = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new CustodyException($"{provider} answered {operation} with status {(int)response.StatusCode}.");

        var body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        try
        {
            return new ProviderAnswer(provider, operation, JsonElement.Parse(body));
        }
        catch (JsonException)
        {
            throw ProviderAnswer.Malformed(provider, operation);
        }
    }
}
