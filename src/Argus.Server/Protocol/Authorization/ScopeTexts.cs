using Argus.Authority.Authorization;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Consents;
using Argus.Domain.Kernel;
using Argus.Server.Pages;

namespace Argus.Server.Protocol.Authorization;

/// <summary>What scopes mean, for people.</summary>
internal static class ScopeTexts
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        [OidcScope.OpenId] = "Know who you are",
        [OidcScope.Profile] = "See your name and profile",
        [OidcScope.Email] = "See your e-mail address",
        [OidcScope.Phone] = "See your phone number",
        [OidcScope.OfflineAccess] = "Keep this access while you are not there",
    };

    /// <summary>All that must be asked for, in the order of the names.</summary>
    public static IReadOnlyList<ConsentItem> Of(TenantView tenant, AskedAccess access, ConsentState known)
    {
        var items = known.NewScope(access.Scope, access.Resources).Select(scope => new ConsentItem(scope, Describe(tenant, access, scope))).ToList();
        if (!items.Exists(item => !OidcScope.All.Contains(item.Scope)))
            items.AddRange(known.NewResources(access.Resources).Select(resource => new ConsentItem(resource, "Reach this service in your name")));
        return items;
    }

    private static string Describe(TenantView tenant, AskedAccess access, string scope) =>
        Known.TryGetValue(scope, out var text) ? text : $"At {string.Join(", ", access.Resources.Where(resource => Knows(tenant, resource, scope)))}:";

    private static bool Knows(TenantView tenant, string resource, string scope) =>
        ResourceId.TryParse(resource, out var id) && tenant.Resource(id).Scopes.Contains(scope);
}
