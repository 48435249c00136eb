using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Domain.Users;

/// <summary>Which scope opens which claim (OpenID Connect Core §5.4). What OpenID Connect does not name belongs to the profile.</summary>
public static class ClaimScopes
{
    /// <summary>The claims of OpenID Connect Core §5.1 that a user can have, in the order of their names.</summary>
    public static NameSet Standard { get; } = NameSet.Of(
    [
        "birthdate", "email", "email_verified", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname", "phone_number",
        "phone_number_verified", "picture", "preferred_username", "profile", "updated_at", "website", "zoneinfo",
    ]);

    /// <summary>The scope without which the claim is not told.</summary>
    public static string Of(string claim) => claim switch
    {
        "email" or "email_verified" => OidcScope.Email,
        "phone_number" or "phone_number_verified" => OidcScope.Phone,
        _ => OidcScope.Profile,
    };
}
