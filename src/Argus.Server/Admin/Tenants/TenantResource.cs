using Argus.Authority;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Resources;
using Argus.Domain.Tenants;

namespace Argus.Server.Admin.Tenants;

/// <summary>A tenant, in the terms of the provisioning document.</summary>
/// <param name="Tenant">Its name.</param>
/// <param name="DisplayName">What people call it.</param>
/// <param name="Enabled">Whether it is served.</param>
/// <param name="Issuer">Its one issuer.</param>
/// <param name="Hosts">Its own host names; the first is the issuer's.</param>
/// <param name="Policy">Its settings, whole.</param>
internal sealed record TenantResource(string Tenant, string DisplayName, bool Enabled, string Issuer, IReadOnlyList<string> Hosts, TenantPolicy Policy)
{
    public static TenantResource Of(TenantView view, Issuers issuers) =>
        new(view.Id.Value, view.State.DisplayName, view.State.Enabled, issuers.Of(view), view.State.Hosts, view.State.Policy);
}

/// <summary>A client, in the terms of RFC 7591. Its secret is never shown.</summary>
/// <param name="ClientId">Its name.</param>
/// <param name="Enabled">Whether it is served.</param>
/// <param name="TokenEndpointAuthMethod">How it must authenticate; null for either way of showing its secret.</param>
/// <param name="GrantTypes">What it may ask by.</param>
/// <param name="Scope">What it may ask for, space-delimited.</param>
/// <param name="Resources">Whom it may ask tokens for.</param>
/// <param name="Introspects">The resources that it serves.</param>
internal sealed record ClientResource(
    string ClientId,
    bool Enabled,
    string? TokenEndpointAuthMethod,
    IReadOnlyList<string> GrantTypes,
    string Scope,
    IReadOnlyList<string> Resources,
    IReadOnlyList<string> Introspects)
{
    public static ClientResource Of(ClientId client, ClientState state) => new(
        client.Value,
        state.Enabled,
        state.Settings.AuthMethod,
        [.. state.Settings.GrantTypes],
        state.Settings.Scope.ToString(),
        [.. state.Settings.Resources],
        [.. state.Settings.Introspects]);
}

/// <summary>An API that tokens are made for.</summary>
/// <param name="Resource">Its name, as it stands in <c>aud</c>.</param>
/// <param name="Scopes">The scopes that mean something to it.</param>
/// <param name="Enabled">Whether tokens for it are honoured.</param>
internal sealed record ApiResource(string Resource, IReadOnlyList<string> Scopes, bool Enabled)
{
    public static ApiResource Of(ResourceId resource, ResourceState state) => new(resource.Value, [.. state.Scopes], state.Enabled);
}
