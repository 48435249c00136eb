using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Argus.Specs.ResourceServers.Calling.Driving;

/// <summary>An issuer as its clients see it. Every token that it gives is another one.</summary>
internal sealed class StandInIssuer : HttpMessageHandler
{
    public const string Issuer = "https://auth.example/t/acme";
    private readonly ConcurrentQueue<TokenRequest> _requests = new();
    private int _given;

    public string Metadata { get; set; } = $$"""{"issuer":"{{Issuer}}","token_endpoint":"{{Issuer}}/oauth/token"}""";

    /// <summary>What it says of a token's lifetime, in seconds.</summary>
    public int Lifetime { get; set; } = 300;

    public string TokenType { get; set; } = "Bearer";

    /// <summary>Instead of a token; null for a token.</summary>
    public Func<TokenRequest, HttpResponseMessage?>? Answer { get; set; }

    /// <summary>What requests wait for.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    public IReadOnlyCollection<TokenRequest> Requests => _requests;

    public int MetadataRequests { get; private set; }

    public static HttpResponseMessage Json(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Error(string code) => Json(HttpStatusCode.BadRequest, $$"""{"error":"{{code}}"}""");

    public static HttpResponseMessage Unavailable(TimeSpan? retryAfter = null) =>
        new(HttpStatusCode.ServiceUnavailable) { Headers = { RetryAfter = retryAfter is { } after ? new RetryConditionHeaderValue(after) : null } };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
        {
            Assert.Equal($"{Issuer}/.well-known/openid-configuration", request.RequestUri!.AbsoluteUri);
            MetadataRequests++;
            return Json(HttpStatusCode.OK, Metadata);
        }

        var form = QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(cancellationToken));
        request.Headers.TryGetValues("DPoP", out var proofs);
        var asked = new TokenRequest(request.RequestUri!, request.Headers.Authorization?.ToString(), proofs?.Single(), form.ToDictionary(field => field.Key, field => field.Value.Single()!));
        _requests.Enqueue(asked);
        await Held.WaitAsync(cancellationToken);
        return Answer?.Invoke(asked) ?? Token();
    }

    private HttpResponseMessage Token() => Json(
        HttpStatusCode.OK,
        $$"""{"access_token":"secret-token-{{Interlocked.Increment(ref _given)}}","issued_token_type":"urn:ietf:params:oauth:token-type:access_token","token_type":"{{TokenType}}","expires_in":{{Lifetime}}}""");
}

internal sealed record TokenRequest(Uri Uri, string? Authorization, string? Proof, IReadOnlyDictionary<string, string> Form);
