using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Server.Admin.Tenants;

/// <summary>A client, in the terms of RFC 7591 and OpenID Connect. Its secret is never shown.</summary>
/// <param name="ClientId">Its name.</param>
/// <param name="ClientName">What people call it.</param>
/// <param name="Enabled">Whether it is served.</param>
/// <param name="TokenEndpointAuthMethod">How it must authenticate; null for either way of showing its secret, none for a public client.</param>
/// <param name="GrantTypes">What it may ask by.</param>
/// <param name="Scope">What it may ask for, space-delimited.</param>
/// <param name="Resources">Whom it may ask tokens for.</param>
/// <param name="Introspects">The resources that it serves.</param>
/// <param name="RedirectUris">Where authorization responses may go.</param>
/// <param name="PostLogoutRedirectUris">Where a browser may go after a logout.</param>
/// <param name="BackchannelLogoutUri">Where it takes logout tokens.</param>
/// <param name="BackchannelLogoutSessionRequired">Whether they must name the session.</param>
/// <param name="RequirePushedAuthorizationRequests">Whether its authorization requests must be pushed.</param>
/// <param name="SkipConsent">Whether users are not asked for their consent.</param>
/// <param name="RefreshAbsoluteLifetime">Seconds that a grant lasts at most; null for the tenant's.</param>
/// <param name="RefreshIdleLifetime">Seconds that a grant lasts unused; null for the tenant's.</param>
internal sealed record ClientResource(
    string ClientId,
    string? ClientName,
    bool Enabled,
    string? TokenEndpointAuthMethod,
    IReadOnlyList<string> GrantTypes,
    string Scope,
    IReadOnlyList<string> Resources,
    IReadOnlyList<string> Introspects,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> PostLogoutRedirectUris,
    string? BackchannelLogoutUri,
    bool BackchannelLogoutSessionRequired,
    bool RequirePushedAuthorizationRequests,
    bool SkipConsent,
    int? RefreshAbsoluteLifetime,
    int? RefreshIdleLifetime)
{
    public static ClientResource Of(ClientId client, ClientState state) => Of(client, state.Enabled, state.Settings);

    private static ClientResource Of(ClientId client, bool isEnabled, ClientSettings settings) => new(
        client.Value,
        settings.ClientName,
        isEnabled,
        settings.AuthMethod,
        [.. settings.GrantTypes],
        settings.Scope.ToString(),
        [.. settings.Resources],
        [.. settings.Introspects],
        [.. settings.RedirectUris],
        [.. settings.PostLogoutRedirectUris],
        settings.BackchannelLogoutUri,
        settings.BackchannelLogoutSessionRequired,
        settings.RequirePushedAuthorizationRequests,
        settings.SkipConsent,
        settings.RefreshAbsoluteLifetime,
        settings.RefreshIdleLifetime);
}
