using Argus.ResourceServer.Calling.Cache;
using Argus.ResourceServer.Calling.Credentials;
using Argus.ResourceServer.Calling.Dpop;

namespace Argus.ResourceServer.Calling.Issuer;

/// <summary>Asks an issuer for tokens: client_credentials for the service itself (RFC 6749 §4.4), token exchange for a user (RFC 8693).</summary>
internal sealed class TokenEndpoint(IssuerMetadata metadata, IClientCredential credential, DpopProofs? dpop, IssuerHttp http)
{
    /// <summary>One request, and one more if it is only that a nonce was missing (RFC 9449 §8).</summary>
    /// <returns>A failure for all that can go wrong at the other side.</returns>
    public async Task<TokenOutcome> RequestAsync(TokenWish wish, CancellationToken cancellation)
    {
        try
        {
            var endpoint = await metadata.TokenEndpointAsync(cancellation).ConfigureAwait(false);
            var outcome = await SendAsync(endpoint, wish, cancellation).ConfigureAwait(false);
            return dpop is not null && outcome.Failure?.Error == TokenError.UseDpopNonce
                ? await SendAsync(endpoint, wish, cancellation).ConfigureAwait(false)
                : outcome;
        }
        catch (IssuerException e)
        {
            return TokenFailure.OfIssuer(e.Status >= 500 ? TokenError.TemporarilyUnavailable : TokenError.ServerError, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return TokenFailure.OfIssuer(TokenError.TemporarilyUnavailable, e);
        }
    }

    private async Task<TokenOutcome> SendAsync(Uri endpoint, TokenWish wish, CancellationToken cancellation)
    {
        var asked = ClockMark.Now(http.Clock);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        var form = Form(wish);
        credential.Show(request, form);
        request.Content = new FormUrlEncodedContent(form);
        dpop?.Prove(request, accessToken: null);

        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        dpop?.Remember(endpoint, response);
        return await new TokenAnswer(wish, dpop is not null, http.Clock).ReadAsync(response, asked, cancellation).ConfigureAwait(false);
    }

    private static Dictionary<string, string> Form(TokenWish wish)
    {
        var form = new Dictionary<string, string> { ["resource"] = wish.Audience };
        if (wish.Scope.Length > 0)
            form["scope"] = wish.Scope;
        if (wish.SubjectToken is null)
        {
            form["grant_type"] = "client_credentials";
            return form;
        }

        form["grant_type"] = TokenExchange.GrantType;
        form["subject_token"] = wish.SubjectToken;
        form["subject_token_type"] = TokenExchange.AccessTokenType;
        return form;
    }
}
