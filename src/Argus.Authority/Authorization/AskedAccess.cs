using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Authority.Authorization;

/// <summary>What a client asks a user for.</summary>
/// <param name="Scope">What it wants to do.</param>
/// <param name="Resources">Where; none for what reaches nothing but <c>userinfo</c>.</param>
public sealed record AskedAccess(NameSet Scope, NameSet Resources)
{
    /// <summary>
    /// Reads <c>scope</c> (RFC 6749 §3.3) and <c>resource</c> (RFC 8707 §2). Without scopes: all of the client's, but not <c>offline_access</c>, which must be asked
    /// for. Without resources: the client's only one, or none if nothing is asked for that belongs to one.
    /// </summary>
    /// <returns>Why it cannot be asked; null if it can.</returns>
    public static OAuthRefusal? Read(TenantView tenant, ClientSettings client, string? scopeText, IReadOnlyList<string> resources, out AskedAccess? asked)
    {
        asked = null;
        if (!ScopeParameter.TryParse(scopeText, out var scope))
            return OAuthRefusal.InvalidScope("authorize_scope_malformed");
        if (scope is not null && !scope.IsSubsetOf(client.Scope))
            return OAuthRefusal.InvalidScope("authorize_scope_not_allowed");
        if (scope is not null && scope.Contains(OidcScope.OfflineAccess) && !client.GrantTypes.Contains(GrantType.RefreshToken))
            return OAuthRefusal.InvalidScope("offline_access_not_allowed");

        var wanted = scope ?? NameSet.Of(client.Scope.Where(name => name != OidcScope.OfflineAccess));
        if (Targets(tenant, client, wanted, resources, out var targets) is { } refusal)
            return refusal;

        var meaningful = NameSet.Of(targets.SelectMany(target => ScopesOf(tenant, target).Intersect(client.ScopeAt(target))).Concat(OidcScope.All));
        if (scope is not null && !scope.IsSubsetOf(meaningful))
            return OAuthRefusal.InvalidScope("authorize_scope_of_no_resource");
        asked = new AskedAccess(wanted.Intersect(meaningful), targets);
        return null;
    }

    private static OAuthRefusal? Targets(TenantView tenant, ClientSettings client, NameSet wanted, IReadOnlyList<string> named, out NameSet targets)
    {
        targets = NameSet.Of(named);
        if (named.Count == 0 && client.Resources.Count == 1)
            targets = client.Resources;
        else if (named.Count == 0 && !wanted.IsSubsetOf(OidcScope.All))
            return OAuthRefusal.InvalidTarget("authorize_resource_not_named");

        foreach (var target in targets)
        {
            if (!client.Resources.Contains(target) || !ResourceId.TryParse(target, out var resource))
                return OAuthRefusal.InvalidTarget("authorize_resource_not_allowed");
            if (!tenant.Resource(resource).Enabled)
                return OAuthRefusal.InvalidTarget("authorize_resource_not_in_service");
        }

        return null;
    }

    private static NameSet ScopesOf(TenantView tenant, string target) =>
        ResourceId.TryParse(target, out var resource) ? tenant.Resource(resource).Scopes : NameSet.Empty;
}
