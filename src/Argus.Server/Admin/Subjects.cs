using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Users;

namespace Argus.Server.Admin;

/// <summary>Users, as operators name them: by <c>sub</c>, which is theirs for good, or by the name that they sign in with.</summary>
internal static class Subjects
{
    /// <returns>Null if it is neither. A <c>sub</c> need not be of a user that there still is.</returns>
    public static SubjectId? Find(TenantView tenant, string text)
    {
        if (SubjectId.TryParse(text, out var subject))
            return subject;
        return Username.TryParse(text, out var name) && tenant.User(name) is { Exists: true } user ? user.Subject : null;
    }
}
