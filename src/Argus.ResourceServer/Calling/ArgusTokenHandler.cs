using System.Net;
using System.Net.Http.Headers;
using Argus.ResourceServer.Calling.Cache;
using Argus.ResourceServer.Calling.Dpop;

namespace Argus.ResourceServer.Calling;

/// <summary>
/// Sends each request with an access token for its API. A token that was there already and is refused with 401 is dropped, and the request sent once more with
/// a new one; a nonce that an API asks for (RFC 9449 §9) is worth one more request as well. There are no others.
/// </summary>
internal sealed class ArgusTokenHandler(TokenClient client, CalledApi api, IncomingToken? incoming) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { } uri || !MayCarry(uri))
            throw new InvalidOperationException("Tokens are sent over https only, or to this machine.");

        var wish = new TokenWish(api.Audience, api.Scope, incoming?.Read(api.Audience));
        var outcome = await client.GetAsync(wish, cancellationToken).ConfigureAwait(false);
        var token = outcome.Token ?? throw Exception(outcome.Failure!);

        var replayable = Replay.IsPossible(request.Content);
        var response = await SendAsync(request, token, replayable, cancellationToken).ConfigureAwait(false);
        var isRefused = response.StatusCode == HttpStatusCode.Unauthorized && !WantsNonce(response);
        if (!isRefused || !outcome.IsKept || !client.Drop(wish, token.Text) || !replayable)
            return response;

        outcome = await client.GetAsync(wish, cancellationToken).ConfigureAwait(false);
        if (outcome.Token is not { } another || another.Text == token.Text)
            return response;
        response.Dispose();
        return await SendAsync(request, another, replayable, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A request without its token must not get through where nobody can wait for one.</summary>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Requests with access tokens are sent asynchronously.");

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CachedToken token, bool replayable, CancellationToken cancellation)
    {
        var response = await SendOnceAsync(request, token, cancellation).ConfigureAwait(false);
        if (client.Dpop is null || !client.Dpop.Remember(request.RequestUri!, response) || !replayable || !WantsNonce(response))
            return response;
        response.Dispose();
        response = await SendOnceAsync(request, token, cancellation).ConfigureAwait(false);
        client.Dpop.Remember(request.RequestUri!, response);
        return response;
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CachedToken token, CancellationToken cancellation)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue(client.Dpop is null ? "Bearer" : "DPoP", token.Text);
        client.Dpop?.Prove(request, token.Text);
        try
        {
            return await base.SendAsync(request, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // The answer keeps its request, and a request that is written to a log is written with its headers.
            request.Headers.Authorization = null;
            request.Headers.Remove(DpopProofs.Header);
        }
    }

    private ArgusTokenException Exception(TokenFailure failure) => new(failure.Error, api.Audience, failure.RetryAfter, failure.Cause);

    /// <summary>https, or http to this machine: elsewhere the token could be read on the way.</summary>
    private static bool MayCarry(Uri uri) =>
        uri.IsAbsoluteUri && uri.UserInfo.Length == 0 && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static bool WantsNonce(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.Unauthorized
        && response.Headers.WwwAuthenticate.Any(challenge => challenge.Scheme.Equals("DPoP", StringComparison.OrdinalIgnoreCase)
            && challenge.Parameter?.Contains($"\"{TokenError.UseDpopNonce}\"", StringComparison.Ordinal) == true);
}
