using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Argus.Jose;

namespace Argus.Specs.ResourceServers;

/// <summary>Issuers and their documents without a network: what is asked is counted, and each address answers as a spec wants it.</summary>
internal sealed class FakeIssuers : HttpMessageHandler
{
    public const string MetadataPath = "/.well-known/openid-configuration";
    public const string KeysPath = "/.well-known/jwks.json";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Func<HttpRequestMessage, HttpResponseMessage>> _answers = [];
    private readonly List<string> _asked = [];

    /// <summary>Held up here while it is not completed.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    public int Asked(string path)
    {
        lock (_gate)
            return _asked.Count(url => url.EndsWith(path, StringComparison.Ordinal));
    }

    /// <summary>An issuer that publishes these keys.</summary>
    public void Publish(string issuer, params SigningKey[] keys)
    {
        Answer(issuer + MetadataPath, Json($$"""{"issuer":"{{issuer}}","jwks_uri":"{{issuer}}{{KeysPath}}"}"""));
        PublishKeys(issuer, keys);
    }

    public void PublishKeys(string issuer, params SigningKey[] keys) =>
        Answer(issuer + KeysPath, Json(Encoding.UTF8.GetString(JwkSet.Write(keys.Select(key => key.PublicJwk))), $"\"{string.Join('-', keys.Select(key => key.Kid))}\""));

    public void Answer(string url, Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        lock (_gate)
            _answers[url] = answer;
    }

    public void TakeDown(string issuer)
    {
        lock (_gate)
        {
            foreach (var url in _answers.Keys.Where(url => url.StartsWith(issuer, StringComparison.Ordinal)))
                _answers[url] = _ => throw new HttpRequestException("down");
        }
    }

    public static Func<HttpRequestMessage, HttpResponseMessage> Json(string text, string? entityTag = null) => Document(text, "application/json", entityTag);

    public static Func<HttpRequestMessage, HttpResponseMessage> Document(string text, string mediaType, string? entityTag = null) => request =>
    {
        var isKnown = entityTag is not null && request.Headers.IfNoneMatch.Any(tag => tag.Tag == entityTag);
        var response = new HttpResponseMessage(isKnown ? HttpStatusCode.NotModified : HttpStatusCode.OK) { RequestMessage = request };
        if (!isKnown) response.Content = new StringContent(text, Encoding.UTF8, mediaType);
        if (entityTag is not null) response.Headers.ETag = new EntityTagHeaderValue(entityTag);
        response.Headers.CacheControl = new CacheControlHeaderValue { MaxAge = TimeSpan.FromSeconds(300) };
        return response;
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!.AbsoluteUri;
        Func<HttpRequestMessage, HttpResponseMessage>? answer;
        lock (_gate)
        {
            _asked.Add(url);
            answer = _answers.GetValueOrDefault(url);
        }

        await Hold.WaitAsync(cancellationToken);
        return answer?.Invoke(request) ?? new HttpResponseMessage(HttpStatusCode.NotFound) { RequestMessage = request };
    }
}
