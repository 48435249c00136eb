using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Users;

namespace Argus.Authority.PersonalData;

/// <summary>The user whom a request hints at: what it says is then sealed under their key.</summary>
internal static class HintedUser
{
    /// <param name="tenant">Whose user.</param>
    /// <param name="hint"><c>login_hint</c>, as it came.</param>
    /// <returns>Null for no hint, or one at nobody who is known.</returns>
    public static SubjectId? Of(TenantView tenant, string? hint) =>
        Username.TryParse(hint, out var name) && tenant.User(name) is { Exists: true } user ? user.Subject : null;
}
