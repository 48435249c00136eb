namespace Argus.Server.Pages;

/// <summary>Asks for a user name and a password, or for another place to sign in at.</summary>
/// <param name="Tenant">Its display name.</param>
/// <param name="ClientName">The display name of the client that sent the person here.</param>
/// <param name="Action">The path that takes <c>username</c> and <c>password</c>, or <c>provider</c>.</param>
/// <param name="FormToken">From <see cref="FormGuard"/>.</param>
/// <param name="Username">What the first field already holds.</param>
/// <param name="Failed">The last try failed; why is not said.</param>
public sealed record SignInPage(
    string Tenant, string ClientName, string Action, string FormToken, string? Username, bool Failed, IReadOnlyList<SignInProvider> Providers)
    : Page<SignInView>;

/// <summary>An outside place to sign in at.</summary>
/// <param name="Name">As it comes back in <c>provider</c>.</param>
public sealed record SignInProvider(string Name, string DisplayName);
