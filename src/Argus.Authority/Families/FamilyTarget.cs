using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.Kernel;

namespace Argus.Authority.Families;

/// <summary>For whom a family's next access token is, and what it allows there: what the user allowed, as far as it is still allowed.</summary>
/// <param name="Audience"><c>aud</c></param>
/// <param name="Scope">What it allows.</param>
/// <param name="Refusal">What is wrong with what was asked for.</param>
/// <param name="Unfit">What has gone out of service since.</param>
internal readonly record struct FamilyTarget(string Audience, NameSet Scope, OAuthRefusal? Refusal, string? Unfit)
{
    /// <param name="tenant">Whose family.</param>
    /// <param name="grant">What the user allowed.</param>
    /// <param name="client">The client as it is now.</param>
    /// <param name="asked">What the request names.</param>
    /// <param name="issuer">The audience of a token that reaches nothing but <c>userinfo</c>.</param>
    public static FamilyTarget Of(TenantView tenant, FamilyAuthorized grant, ClientState client, TokenWish asked, string issuer)
    {
        if (asked.Scope is { } wish && !wish.IsSubsetOf(grant.Scope))
            return Refused(OAuthRefusal.InvalidScope("scope_not_granted"));
        if (asked.Resources.Count > 1)
            return Refused(OAuthRefusal.InvalidTarget("resource_repeated"));
        if (asked.Resources.Count == 0 && grant.Resources.Count > 1)
            return Refused(OAuthRefusal.InvalidTarget("resource_not_named"));
        if (asked.Resources.Count == 1 && !grant.Resources.Contains(asked.Resources[0]))
            return Refused(OAuthRefusal.InvalidTarget("resource_not_granted"));

        var scope = (asked.Scope ?? grant.Scope).Intersect(client.Settings.Scope);
        if (grant.Resources.Count == 0)
            return new FamilyTarget(issuer, scope.Intersect(OidcScope.All), null, null);

        var audience = asked.Resources.Count == 1 ? asked.Resources[0] : grant.Resources.First();
        if (!client.Settings.Resources.Contains(audience))
            return Unusable("resource_not_allowed");
        if (!ResourceId.TryParse(audience, out var resource) || tenant.Resource(resource) is not { Enabled: true } api)
            return Unusable("resource_not_in_service");
        return new FamilyTarget(audience, NameSet.Of(scope.Intersect(client.Settings.ScopeAt(audience)).Where(name => api.Scopes.Contains(name) || OidcScope.All.Contains(name))), null, null);
    }

    private static FamilyTarget Refused(OAuthRefusal refusal) => new("", NameSet.Empty, refusal, null);

    private static FamilyTarget Unusable(string why) => new("", NameSet.Empty, null, why);
}

/// <summary>What a token request names of what was granted.</summary>
/// <param name="Scope">Null if it names none.</param>
/// <param name="Resources">The values of <c>resource</c> (RFC 8707).</param>
public sealed record TokenWish(NameSet? Scope, IReadOnlyList<string> Resources)
{
    /// <summary>Names nothing.</summary>
    public static TokenWish All { get; } = new(null, []);
}
