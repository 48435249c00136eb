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
        if (requests.HttpContext is not { User.Identity.IsAuthenticated: true } http)
            throw new ArgusTokenException(TokenError.InvalidRequest, audience);
        var header = http.Request.Headers.Authorization.ToString();
        foreach (var scheme in (ReadOnlySpan<string>)["Bearer ", "DPoP "])
        {
            if (header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                return header[scheme.Length..].Trim(' ');
        }

        throw new ArgusTokenException(TokenError.InvalidRequest, audience);
    }
}
