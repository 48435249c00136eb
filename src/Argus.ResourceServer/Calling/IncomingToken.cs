using Argus.ResourceServer.Answers;
using Argus.ResourceServer.Calling.Cache;
using Microsoft.AspNetCore.Http;

namespace Argus.ResourceServer.Calling;

/// <summary>
/// The access token of the request that is being answered: on whose behalf a call is made. Where there is none, there is no call: a service never acts for itself
/// where it was to act for a user.
/// </summary>
internal sealed class IncomingToken(IHttpContextAccessor requests)
{
    /// <exception cref="ArgusTokenException">There is no request, or it was not let in by an Argus token.</exception>
    public string Read(string audience)
    {
        // A token that Argus did not let in, such as one of the application's own, is not the issuer's to see.
        return requests.HttpContext is { } http && http.User.FindArgusCaller() is not null
            && TokenInRequest.Read(http.Request, out var presented) == TokenInRequest.Found.Token
                ? presented.Text.ToString()
                : throw new ArgusTokenException(TokenError.InvalidRequest, audience);
    }
}
