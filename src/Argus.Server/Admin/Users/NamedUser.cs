using Argus.Authority.Views;
using Argus.Domain.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Users;

/// <summary>The user that a path names.</summary>
internal static class NamedUser
{
    public static (TenantView View, UserState User)? Find(TenantDirectory directory, HttpContext http, string tenant) =>
        directory.Find(tenant) is { State.Exists: true } view && Username.TryParse(AdminTarget.UserOf(http), out var name) && view.User(name) is { Exists: true } user
            ? (view, user)
            : null;

    public static ProblemHttpResult Unknown() => Problem.Of(StatusCodes.Status404NotFound, "user_unknown", "There is no such tenant, or it has no such user.");
}
