using Argus.Authority;
using Argus.Authority.Views;
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
/// <param name="SignIn">Where its users sign in.</param>
internal sealed record TenantResource(string Tenant, string DisplayName, bool Enabled, string Issuer, IReadOnlyList<string> Hosts, TenantPolicy Policy, TenantSignIn? SignIn = null)
{
    public static TenantResource Of(TenantView view, Issuers issuers) =>
        new(view.Id.Value, view.State.DisplayName, view.State.Enabled, issuers.Of(view), view.State.Hosts, view.State.Policy, new TenantSignIn(view.State.HandoffUri));
}

/// <summary>Where a tenant's users sign in.</summary>
/// <param name="HandoffUri">The page of the host application that they are sent to; null: they sign in here.</param>
internal sealed record TenantSignIn(string? HandoffUri);

/// <summary>An API that tokens are made for.</summary>
/// <param name="Resource">Its name, as it stands in <c>aud</c>.</param>
/// <param name="Scopes">The scopes that mean something to it.</param>
/// <param name="Enabled">Whether tokens for it are honoured.</param>
internal sealed record ApiResource(string Resource, IReadOnlyList<string> Scopes, bool Enabled)
{
    public static ApiResource Of(ResourceId resource, ResourceState state) => new(resource.Value, [.. state.Scopes], state.Enabled);
}
