using Argus.Domain.Kernel;

namespace Argus.Domain.Clients;

/// <summary>The scopes of OpenID Connect Core 1.0 §5.4 and §11. They belong to no resource: they ask the authority itself for something. There is no <c>address</c>, for users have no such claim here.</summary>
public static class OidcScope
{
    public const string Email = "email";
    public const string OfflineAccess = "offline_access";
    public const string OpenId = "openid";
    public const string Phone = "phone";
    public const string Profile = "profile";

    public static NameSet All { get; } = NameSet.Of([Email, OfflineAccess, OpenId, Phone, Profile]);
}
