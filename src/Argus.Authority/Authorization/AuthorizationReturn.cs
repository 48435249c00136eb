using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Authority.Authorization;

/// <summary>
/// Where the answer to an authorization request goes. Only when this is known may anything be told by a redirect, errors too (RFC 6749 §4.1.2.1): else this server
/// sends browsers wherever a stranger's link says.
/// </summary>
/// <param name="ClientId">The client.</param>
/// <param name="Client">As it is now.</param>
/// <param name="RedirectUri">One of the client's.</param>
/// <param name="Named">Whether the request named it; the token request must name the same then (RFC 6749 §4.1.3).</param>
/// <param name="State">As it came.</param>
public sealed record AuthorizationReturn(ClientId ClientId, ClientState Client, string RedirectUri, bool Named, string? State)
{
    private const int LongestState = 2048;

    /// <summary>What people call the client.</summary>
    public string ClientName => Client.Settings.ClientName ?? ClientId.Value;

    /// <returns>Why nobody can be answered by a redirect; null if that is known.</returns>
    public static OAuthRefusal? Find(TenantView tenant, AuthorizationParameters parameters, out AuthorizationReturn? @return)
    {
        @return = null;
        if (!ClientId.TryParse(parameters["client_id"], out var id) || tenant.Client(id) is not { Exists: true, Enabled: true } client)
            return OAuthRefusal.InvalidRequest("authorize_client_unknown", "The application is not known here, or is not served.");
        if (!client.Settings.GrantTypes.Contains(GrantType.AuthorizationCode))
            return OAuthRefusal.UnauthorizedClient("authorize_grant_not_allowed");

        var named = parameters["redirect_uri"];
        if (named is null && client.Settings.RedirectUris.Count != 1)
            return OAuthRefusal.InvalidRequest("redirect_uri_missing", "redirect_uri is missing.");
        if (named is not null && !client.Settings.FindRedirect(named))
            return OAuthRefusal.InvalidRequest("redirect_uri_unknown", "redirect_uri is not one of the application's.");

        // One that cannot be given back whole cannot be answered: the client would take the answer for somebody else's.
        var state = parameters["state"];
        if (state?.Length > LongestState)
            return OAuthRefusal.InvalidRequest("state_size", "state is too long.");
        @return = new AuthorizationReturn(id, client, named ?? client.Settings.RedirectUris.First(), named is not null, state);
        return null;
    }
}
