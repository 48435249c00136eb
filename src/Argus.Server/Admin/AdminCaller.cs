using Argus.Domain.Kernel;
using Argus.Server.Tenancy;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Server.Admin;

/// <summary>Who calls the Admin API: the subject of its access token, of tenant <c>system</c>.</summary>
internal sealed record AdminCaller(string Subject, IReadOnlyList<string> Scopes)
{
    /// <summary>Whether the caller may see who people are, and not only that they are: auditors need not.</summary>
    public static bool MayOpen(HttpContext http) => AdminScope.Operate.AnyOf.Any(http.Features.GetRequiredFeature<AdminCaller>().Scopes.Contains);

    /// <summary>What the events of this request say of where they come from. The prefix keeps the caller apart from the tenant's own clients of that name.</summary>
    public static Origin OriginOf(HttpContext http)
    {
        var caller = http.Features.GetRequiredFeature<AdminCaller>();
        return RequestOrigin.Of(http, $"admin:{caller.Subject}");
    }
}
