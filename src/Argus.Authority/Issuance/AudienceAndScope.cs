using Argus.Domain.Kernel;

namespace Argus.Authority.Issuance;

/// <summary>For whom a token is made, and what it allows there.</summary>
internal static class AudienceAndScope
{
    /// <summary>The resource named, else the client's only one (RFC 8707 §2.2); the scopes named, else all of the client's that the resource knows.</summary>
    public static OAuthRefusal? Decide(TokenRequest request, out Grant grant)
    {
        grant = default;
        if (Audience(request, out var audience) is { } refusal)
            return refusal;

        var meaningful = request.Tenant.Resource(audience).Scopes;
        var allowed = request.Client.Settings.Scope.Intersect(meaningful);
        if (request.Scope is not { } asked)
            grant = new Grant(audience, allowed);
        else if (asked.IsSubsetOf(allowed))
            grant = new Grant(audience, asked);
        else
            return OAuthRefusal.InvalidScope("scope_not_allowed");
        return null;
    }

    private static OAuthRefusal? Audience(TokenRequest request, out ResourceId audience)
    {
        audience = default;
        var allowed = request.Client.Settings.Resources;
        if (request.Resources.Count > 1)
            return OAuthRefusal.InvalidTarget("resource_repeated");
        if (request.Resources.Count == 0 && allowed.Count != 1)
            return OAuthRefusal.InvalidTarget("resource_not_named");

        var name = request.Resources.Count == 1 ? request.Resources[0] : allowed.First();
        if (!allowed.Contains(name) || !ResourceId.TryParse(name, out audience))
            return OAuthRefusal.InvalidTarget("resource_not_allowed");
        return request.Tenant.Resource(audience).Enabled ? null : OAuthRefusal.InvalidTarget("resource_not_in_service");
    }
}
