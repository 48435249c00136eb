using System.Collections.Concurrent;
using System.Net;

namespace Argus.Specs.ResourceServers.Calling.Driving;

/// <summary>An API as its callers see it.</summary>
internal sealed class StandInApi : HttpMessageHandler
{
    private readonly ConcurrentQueue<ApiCall> _calls = new();

    public Func<ApiCall, HttpResponseMessage> Answer { get; set; } = _ => new HttpResponseMessage(HttpStatusCode.OK);

    public IReadOnlyList<ApiCall> Calls => [.. _calls];

    /// <summary>The tokens that it was sent, in order.</summary>
    public IEnumerable<string?> Tokens => _calls.Select(call => call.Token);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        request.Headers.TryGetValues("DPoP", out var proofs);
        var call = new ApiCall(request.Headers.Authorization?.Scheme, request.Headers.Authorization?.Parameter, proofs?.Single(), body);
        _calls.Enqueue(call);
        var answer = Answer(call);
        answer.RequestMessage = request;
        return answer;
    }
}

internal sealed record ApiCall(string? Scheme, string? Token, string? Proof, string? Body);
