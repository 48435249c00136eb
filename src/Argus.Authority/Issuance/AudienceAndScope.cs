using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Authority.Issuance;

/// <summary>For whom a token is made, and what it allows there.</summary>
internal static class AudienceAndScope
{
    /// <summary>The resource named, else the client's only one (RFC 8707 §2.2); the scopes named, else all of the client's that the resource knows.</summary>
    /// <param name="tenant">Whose token.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="scope">The scopes asked for; null if none was named.</param>
    /// <param name="resources">The values of <c>resource</c>.</param>
    /// <param name="grant">What is granted, if there is no refusal.</param>
    /// <param name="most">What was granted before, where a token is made from another; null otherwise.</param>
    public static OAuthRefusal? Decide(
        TenantView tenant, ClientSettings client, NameSet? scope, IReadOnlyList<string> resources, out Grant grant, NameSet? most = null)
    {
        grant = default;
        if (Audience(tenant, client, resources, out var audience) is { } refusal)
            return refusal;

        var allowed = client.ScopeAt(audience.Value).Intersect(tenant.Resource(audience).Scopes);
        if (most is not null)
            allowed = allowed.Intersect(most);
        if (scope is not null && !scope.IsSubsetOf(allowed))
            return OAuthRefusal.InvalidScope("scope_not_allowed");
        grant = new Grant(audience, scope ?? allowed);
        return null;
    }

    private static OAuthRefusal? Audience(TenantView tenant, ClientSettings client, IReadOnlyList<string> resources, out ResourceId audience)
    {
        audience = default;
        if (resources.Count > 1)
            return OAuthRefusal.InvalidTarget("resource_repeated");
        if (resources.Count == 0 && client.Resources.Count != 1)
            return OAuthRefusal.InvalidTarget("resource_not_named");

        var name = resources.Count == 1 ? resources[0] : client.Resources.First();
        if (!client.Resources.Contains(name) || !ResourceId.TryParse(name, out audience))
            return OAuthRefusal.InvalidTarget("resource_not_allowed");
        return tenant.Resource(audience).Enabled ? null : OAuthRefusal.InvalidTarget("resource_not_in_service");
    }
}
